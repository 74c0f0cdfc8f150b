"""The names of our buttons, menus, forms and shortcuts, by which Slack says which was used."""

# the slash command
COMMAND = "/pullquote"

# action_id of buttons and other elements
IN_CONTEXT = "in_context"
MORE_QUOTES = "more_quotes"
WHAT_CHANGED = "what_changed"
COPY_CITATION = "copy_citation"
FEEDBACK = "feedback"
SHOW_ORIGINS = "show_origins"
SHARE = "share_in_channel"
FOLLOW = "follow"
UNFOLLOW = "unfollow"
STOP_HERE = "stop_answering_here"
ASK_A_PERSON = "ask_a_person"
CONTEXT_PREVIOUS = "context_previous"
CONTEXT_NEXT = "context_next"
OPEN_SETTINGS = "open_settings"
ERASE_MINE = "erase_my_questions"
CANCEL_REBUILD = "cancel_rebuild"
FEEDBACK_REASON = "feedback_reason"
FEEDBACK_COMMENT = "feedback_comment"
SETTINGS_SOURCES = "settings_sources"
SETTINGS_QUOTES = "settings_quotes"
SETTINGS_FOLLOW_UPS = "settings_follow_ups"

# callback_id of views
CONTEXT_VIEW = "context_view"
CHANGES_VIEW = "changes_view"
CITATION_VIEW = "citation_view"
FEEDBACK_VIEW = "feedback_view"
SETTINGS_VIEW = "settings_view"
EVIDENCE_VIEW = "evidence_view"
ORIGINS_VIEW = "origins_view"
NOTICE_VIEW = "notice_view"

# callback_id of shortcuts
FIND_SOURCE = "find_source"
ADD_TO_COLLECTION = "add_to_archive"

# block_id of the inputs in views
REASON_BLOCK = "reason"
COMMENT_BLOCK = "comment"
SOURCES_BLOCK = "sources"
QUOTES_BLOCK = "quotes"
FOLLOW_UPS_BLOCK = "follow_ups"
