"""Citizens who contact the centre now, and colleagues who answer them.

Once `doors.prepare` has told who may be played, all goes over HTTP, through the entrances and
pages that real people use. `gehoor simulate` begins at `play.py`.
"""
