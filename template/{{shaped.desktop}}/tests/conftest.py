import os

# No window of a test is seen, and none needs a screen.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
