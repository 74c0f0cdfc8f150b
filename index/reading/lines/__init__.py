"""What single lines are: bylines, dates, captions, credits, a page's own words."""
