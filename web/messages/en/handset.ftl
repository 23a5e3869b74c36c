# The handset page. Words here may be read by somebody who looks over a shoulder: keep them plain and neutral.
handset-language = Language
handset-back = Back
handset-details = Settings and state
handset-keys = Emergency numbers
handset-keys-marked = No connection, or not sure? Call 112.
handset-key-112 = emergency
handset-key-101 = police
handset-danger-112 = In danger, call 112.

handset-hold-longer = Hold longer
handset-dots = { $more ->
    [yes] { $n } of 3, wide
   *[no] { $n } of 3
  }
handset-health-good = In order
handset-health-degraded = Look at the state
handset-health-red = Does not work
handset-age-none = no answer yet
handset-age-now = less than 1 min
handset-age-minutes = { $n } min
handset-age-hours = { $n } h
handset-abroad-title = Outside Belgium.
handset-abroad-text = This does not work here. In danger, call the local emergency number; 112 works in the whole European Union.

handset-state = State
handset-red-text = A press may not arrive. In danger, call 112.
handset-fault-silent-long = The control room has not answered for a long time. Check the connection.
handset-fault-silent = The control room has not answered for a while.
handset-fault-button = The button is out of reach: hold the clock instead.
handset-fault-position-denied = The position is not allowed: an alarm leaves without it. Allow it, here or in the settings of the browser.
handset-fault-position-missing = The position cannot be found. Go near a window or outdoors.
handset-fault-battery = The battery of the phone is almost empty. Charge it.
handset-fault-button-battery = The battery of the button is almost empty.
handset-fault-clock = The clock of this phone is wrong by more than five minutes. Set it to automatic.
handset-fault-not-accepted = The control room does not accept this phone: it does not protect. Ask your police zone for a new code.
handset-fact-connection = Connection
handset-connection-up = there
handset-connection-down = none or uncertain
handset-fact-answer = Last answer
handset-fact-test = Last test proven
handset-fact-position = Position
handset-position-granted = allowed
handset-position-denied = not allowed
handset-position-prompt = not asked yet
handset-position-allow = Allow the position
handset-fact-battery = Battery
handset-battery-percent = { $n } %
handset-battery-unknown = not told by this browser
handset-never = not yet

handset-test = Test
handset-test-explain = The test goes the same way as an alarm and is answered. Nobody is sent out.
handset-test-button = Tap three times
handset-test-running = Under way…
handset-test-proven = Proven { $time }
handset-test-failed = No answer within 30 seconds. In danger, call 112. Tell your police zone.

handset-word = Word
handset-word-explain = Was a press a mistake? Type the word that was agreed. If an alarm runs, the word goes to the control room.
handset-word-label = Word
handset-word-send = Send
handset-word-answer = Done. The police decide what happens; no word stops an alarm.

handset-how = How it works
handset-how-hold = Hold the clock on the first screen for { $seconds } s, with a finger or the space bar. That is an alarm: the police see who and where you are. Letting go sooner does nothing.
handset-how-double = Two short taps on the clock are an alarm as well.
handset-how-dots = The dots below the clock: the first is at rest; the second, it is being sent; the third, the police have it; the third and wide, somebody has taken it.
handset-how-haptics = One short vibration: the police have it. Three: somebody has taken it.
handset-how-still = The phone does not vibrate: so it was agreed.

handset-limits = What this page cannot do
handset-limit-background = With the screen off or the page closed nothing is sent: no alarm, no position, no sign of life.
handset-limit-button = A press of a Bluetooth button does not reach this page.
handset-limit-start = It does not start by itself when the phone starts, and sends no text messages.
handset-limit-app = This page is for trying out and for want of better. The app for Android is what protects all day.
handset-credit = Border of Belgium: © OpenStreetMap contributors (ODbL), simplified.

handset-pair-title = Pair this phone
handset-pair-explain = Your police zone gives you a code of eight characters. It works once and for a short time.
handset-pair-code = Code
handset-pair-send = Pair
handset-pair-busy = One moment…
handset-pair-again = Pair with a new code
handset-pair-no-code = This is not a code. It has eight letters and digits, such as BCEG-KSSZ.
handset-pair-unknown = This code is unknown, used or too old. Ask for a new one.
handset-pair-too-many = Too many attempts. Wait a minute, then try again.
handset-pair-no-answer = No answer. Check the connection. If it stays so, ask for a new code: this one may be used up.
handset-pair-no-storage = This browser keeps nothing. Leave private mode and try again.
handset-pair-no-crypto = This browser is too old to keep a key. Update it.

handset-elsewhere-title = Open in another window
handset-elsewhere-text = This phone is already in use in another window or tab. One at a time works.
handset-elsewhere-take = Use it here
handset-revoked-title = This phone is no longer in use
handset-revoked-text = The key and the settings have been wiped. A press here reaches nobody.
handset-unsupported-title = This browser cannot do it
handset-unsupported-text = It cannot keep a key, or storage is switched off. Update it, leave private mode, or use another browser. Nothing on this page protects you now.
