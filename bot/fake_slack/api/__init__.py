"""The Web API: its methods, rate limits, response URLs and planned faults."""
