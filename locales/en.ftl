language-name = English

# The main menu

start =
    <b>Darkroom</b> trains image models from your photos, and video models from photos and short videos.

    Send a few photos and a trigger word. You get a LoRA file that you can use in ComfyUI, diffusers and other programs; you can share it by a link, train on, and delete everything at any time.
menu-train = 📷 New training
menu-trainings = 🗂 My trainings
menu-language = 🌐 Language
menu-help = ❓ Help
menu-back = ⬅️ Menu
menu-points = 💎 Points
help =
    <b>How it works</b>
    1. /train – say what to train, give it a name and a trigger word, and pick a base model.
    2. Send photos: single ones, albums, as files, or a .zip; for WAN short videos, too. Files keep their full quality; photos are made smaller by Telegram.
    3. Choose who writes the captions, look at them and change what is wrong: type a new one under its photo.
    4. Check the card and tap Start. You can watch the progress, and you get a message with the link when it is done.

    /trainings – what you trained, with links
    /cancel – leave what you are doing; your draft is kept
    /language – change the language
    /forget – delete everything of yours
help-topic-photos = 📷 Photos
help-photos =
    <b>Photos</b>
    • 15 to 30 good ones beat a hundred of one kind: near and far, from several sides, in different light.
    • Send them <b>as files</b> to keep their full quality; what is sent as a photo is made smaller by Telegram.
    • One subject, well seen and sharp. For a person: no sunglasses, no other faces.
    • Screenshots, watermarks and text are learned, too.
    • Each photo is looked at when it comes: what is blurred, dark, small, nearly the same as another, or shows no face or several where a person is trained, is told, and you keep or drop it.
    • A .zip works, too, with a .txt beside each photo for its caption. WAN learns from short videos of up to 60 seconds: how it moves in their first seconds.
    • The same picture counts once. Reply “undo” to one to take it back. /trainings gives the photos back as a zip.
help-topic-captions = ✏️ Captions
help-captions =
    <b>Captions</b>
    • A caption says what is in a photo, so that the model learns what is <b>not</b> the subject.
    • Name what changes (clothes, place, light); the trigger word stands for what stays.
    • A photo's own text becomes its caption. AI can write them, or the trigger word alone can do.
    • For a motion, say what moves and how, and what the camera does.
    • In the review, type to change the caption that is shown; where this bot listens, say it in a voice note. Buttons there replace words in all of them, or put words in front.
help-topic-options = ⚙️ Options
help-options =
    <b>Options</b>
    • What you train – a person, a character, a style, a product, a motion – picks the settings that fit it.
    • Fast is good for a first look, Balanced for nearly everything, Best takes the longest.
    • By hand, on the card before Start: tap ⚙️ Advanced, or type “steps 1500”, “rank 8”, “learning rate 0.0001”, “resolution 768”.
    • Sample prompts, under Advanced, are drawn on the way; the bot proposes some from your captions.
    • Too many steps make the model repeat the photos; too few, and it does not know the subject.
help-topic-running = ⏳ While it runs
help-running =
    <b>While it runs</b>
    • One card shows where it stands: the place in the queue, the step, the loss, the time left.
    • You can close the chat; a message comes when it is done.
    • Stop, now or after the next checkpoint, keeps what was learned for 24 hours: Continue goes on from there.
    • Samples shows all that was drawn so far; Mute lets the card stand still.
    • If it fails, the message says why, and a button tries again with the same photos.
help-topic-models = 🧩 Models
help-models =
    <b>Models</b>
    • Put the file into <code>models/loras</code> of ComfyUI, load it with a LoRA node, and write the trigger word in your prompt. 0.7 to 1 is a good strength.
    • Other steps shows the samples by step, and makes another one the model: try an earlier one where the last repeats your photos.
    • A link is good for a week; the training's page in /trainings gives a fresh one.
    • Share makes a link by which others can take the model, until you end it. They get the step that you have chosen.
    • Share photos makes a link by which others can train on a copy of a training’s photos and captions.
    • Train further, on the training’s page, begins a new training with what the model has learned: add photos, or give it more steps.
    • Rename gives the model and its file another name.
help-topic-privacy = 🔒 Privacy
help-privacy =
    <b>Privacy</b>
    • Your photos, captions and models are kept by the operator of this bot, and seen by no other person here, unless you share them.
    • If AI writes the captions, the photos go to the caption service that the operator has chosen; voice notes go there to be written down. Of a video only a still goes.
    • Faces are counted on the operator's machine, and nobody is recognised.
    • Train people only who agree to it.
    • Who takes a model by your link sees its name, base model and trigger word: no photo, and not who you are.
    • Who opens a link to your photos can see and keep all of them, with their captions, and is not told who you are.
    • /forget deletes everything of yours, and says what that was.
group-privately = That is between the two of us: let us go on in the private chat.
group-open-private = 💬 Open the private chat
group-reply-hint = 👥 In a group I see only what replies to me: please answer as a reply to this message.
command-train = Train a model
command-trainings = Your trainings and models
command-cancel = Leave what you are doing
command-admin = Slots, queue and failures
command-language = Change the language
command-help = How it works
command-forget = Delete everything of yours
command-points = Your points and what became of them
command-buy = Buy points with Telegram Stars
command-paysupport = Help with payments
command-terms = Terms of what is sold here
language-prompt = Which language?
language-set = From now on in English.

# Starting, leaving, coming back

unnamed = (no name yet)
train-open-draft =
    You have an open draft: <b>{ $name }</b>, { $count ->
        [0] no photos yet
        [one] one photo
       *[other] { $count } photos
    }.
train-go-on = ▶️ Go on
train-new = ➕ Start a new one
cancel-nothing = There is nothing to leave. /train starts a training.
cancel-left = Left. Your draft <b>{ $name }</b> is kept as it is.
cancel-open = You are not in a conversation. Your draft <b>{ $name }</b> is there when you want it.
draft-delete = 🗑 Delete it
draft-deleted = The draft is deleted.
draft-delete-sure = Delete this draft with all its photos? This cannot be taken back.
delete-yes = 🗑 Yes, delete it
delete-no = No, keep it
draft-elsewhere = The draft <b>{ $name }</b> was begun in another chat. Send /train there to go on with it.
resumed = Going on with <b>{ $name }</b>.
given-up = I could not deal with this message: I broke down over it several times. Please try something else.
gift-redeemed =
    { $count ->
        [one] 🎁 { $count } point for you. You have { $balance } now.
       *[other] 🎁 { $count } points for you. You have { $balance } now.
    }
gift-redeemed-before =
    { $count ->
        [one] You have redeemed this code already, for { $count } point. You have { $balance } now.
       *[other] You have redeemed this code already, for { $count } points. You have { $balance } now.
    }
redeem-usage = Send <code>/redeem</code> with your gift code: <code>/redeem 7K2M-9QXA-4TBN-0WPE</code>
banned = 🚫 The operator of this bot has banned you, so I do nothing more for you. If that is a mistake, please ask them.
slow-down =
    ⏳ Slow down, please: that was too much at once. I leave this aside, and what you send in the next { $seconds ->
        [one] second
       *[other] { $seconds } seconds
    }; then I go on. Photos for your draft are still taken.
stray-text = Send /train to train a model, or /help to see how it works.
stray-photo = A nice photo. Send /train first, then I collect your photos for a training.
stray-draft-photo = This photo is not taken yet: your draft <b>{ $name }</b> is open. Tap to go on, then send it again.
stray-draft = Your draft <b>{ $name }</b> is open. Tap to go on where you were.
button-old = This button is from an earlier message. /trainings shows everything of yours.
button-earlier = That step is behind you already.
menu-outdated = This has changed since. Here is how it stands now.

# Name, trigger word, base model

what-prompt = What shall I <b>train</b>?
what-wanted = Please tap what you want to train.
name-prompt = What shall we call your training? A name for you to find it by.
name-wanted = Please type a name first.
photo-too-early = Photos come a little later: please send this again when I ask for them.
trigger-prompt =
    Which <b>trigger word</b>? You will write it in prompts to call up what was trained. A rare word works best: the base model has no picture of it yet.

    Type one, or take <code>{ $word }</code>.
trigger-use = Use { $word }
trigger-anyway = Use { $word } anyway
trigger-common = <b>{ $word }</b> is a word that the base model knows already, and what it knows of it would mix with what you train. A rare word works better.
trigger-wanted = Please type a trigger word, or tap the one that I propose.
base-model-prompt = Which <b>base model</b>?
base-model-none = Nothing that could train is switched on at the moment. Your draft is kept: look again in a while.
base-model-again = 🔄 Look again
base-model-wanted = Please tap one of the base models above.
base-model-recommended = recommended for this
base-model-time =
    ⏱ about { $time } for { $count ->
        [one] one photo
       *[other] { $count } photos
    }
base-model-price =
    💰 { $price ->
        [0] free
        [one] one point at most
       *[other] { $price } points at most
    }
recipe-flux = FLUX.1 dev
recipe-flux-about = best likeness and text, for 24 GB cards; non-commercial licence
recipe-sdxl = SDXL
recipe-sdxl-about = quick, small, and most programs know it
recipe-wan = WAN 2.1 · 1.3B
recipe-wan-about = video model, the small one; learns from short videos too
recipe-wan-14b = WAN 2.1 · 14B
recipe-wan-14b-about = video model, the large one; learns from short videos too
recipe-wan22 = WAN 2.2 · 14B
recipe-wan22-about = the newer video model; two experts, two files; short videos too
recipe-tiny-flux = Tiny FLUX (demonstration)
recipe-tiny-flux-about = a FLUX network too small to draw; to try the bot out
recipe-tiny-sdxl = Tiny SDXL (demonstration)
recipe-tiny-sdxl-about = an SDXL network too small to draw; to try the bot out
recipe-tiny-wan = Tiny WAN (demonstration)
recipe-tiny-wan-about = a WAN network too small to draw; to try the bot out
demonstration-note = ⚠️ A demonstration: the file is a real LoRA, but of a network too small to draw anything.

# Collecting photos

collect-prompt =
    Send your photos: one by one, as albums, or <b>as files to keep their full quality</b>. About { $recommended } are good, { $max } at most. A photo's own text becomes its caption. A <b>.zip</b> of photos, with a .txt beside each for its caption, works too.

    Reply “undo” to a photo to take it back.
collect-tip-person = 💡 Near and far: face, half and whole body; from the front and the side; in other clothes, places and light.
collect-tip-character = 💡 Near and far, from several sides, in several poses and places.
collect-tip-style = 💡 Many different subjects, all in this one style: only what stays the same is learned as the style.
collect-tip-product = 💡 From all sides, near and far, on different grounds and in different light.
collect-tip-motion = 💡 The same movement several times, in different places; each video begins when the movement does.
collect-clips = 🎬 Short videos work too, up to { $max } seconds: how it moves in the first { $learned ->
        [one] second
       *[other] { $learned } seconds
    } is learned, without sound.
collect-clips-count = 🎬 { $count ->
        [one] One of them is a video.
       *[other] { $count } of them are videos.
    }
collect-count-few =
    📷 { $count ->
        [0] No photos yet
        [one] One photo
       *[other] { $count } photos
    } – at least { $min } are needed.
collect-count-enough =
    📷 { $count ->
        [one] One photo
       *[other] { $count } photos
    }. Enough to begin; { $recommended } would be better.
collect-count-good =
    📷 { $count ->
        [one] One photo
       *[other] { $count } photos
    }. A good set.
collect-count-full =
    📷 { $count } photos. That is the most.
collect-done = ✅ Done
collect-closed =
    📷 { $count ->
        [one] One photo
       *[other] { $count } photos
    } collected.
collect-wanted = Send photos; once there are enough, tap <b>Done</b> on the message that counts them.
collect-refused-file = <b>{ $file }</b> was not taken:
collect-refused-more = More of these are there already. Each picture counts once; I do not answer every one.
collect-archive-reading = 📦 Reading <b>{ $file }</b>… The photos are counted below as they come out.
collect-archive-busy = I am still reading your zip. Tap <b>Done</b> when it is through, or reply “undo” to the zip to leave it out.
collect-clip-busy = I am still reading your video. Tap <b>Done</b> when it is counted, or reply “undo” to the video to leave it out.
collect-archive-stopped = 📦 <b>{ $file }</b>: left out.
collect-archive-read = 📦 <b>{ $file }</b>
collect-archive-photos =
    { $count ->
        [0] No photo was added.
        [one] ✅ One photo added.
       *[other] ✅ { $count } photos added.
    }
collect-archive-captions =
    💬 { $count ->
        [one] One caption with it.
       *[other] { $count } captions with them.
    }
collect-archive-repeated =
    { $count ->
        [one] One photo was there already.
       *[other] { $count } photos were there already.
    }
collect-archive-refused =
    ⚠️ { $count ->
        [one] One file not taken:
       *[other] { $count } files not taken:
    }
collect-archive-reason = • <b>{ $file }</b>
collect-archive-more =
    { $count ->
        [one] … and one more.
       *[other] … and { $count } more.
    }
collect-undo-words = undo
collect-undone-photo = ↩️ Photo { $number } is out again.
collect-undone-archive =
    ↩️ { $count ->
        [0] No photo of this zip is in the set.
        [one] One photo of this zip is out again.
       *[other] { $count } photos of this zip are out again.
    }
collect-undone-clip = ↩️ This video is left out.
collect-undo-none = There is no photo to take back.
collect-undo-unknown = This photo is not in the set, so there is nothing to take back.
collect-undo-which = Reply “undo” to a photo or a zip of yours. Without a reply it takes back the last photo.
photo-too-late = This photo is not taken: collecting is over. Tap to add more photos, then send it again.

# What is said of single photos, and looking them over

verdict = ⚠️ <b>Photo { $number }</b>: { $reasons }. It stays unless you drop it.
fault-small = only { $width } × { $height } px, for training at { NUMBER($resolution, useGrouping: 0) } px
fault-blurred = blurred
fault-dark = too dark
fault-bright = too bright
fault-flat = hardly any contrast
fault-similar = almost the same as photo { $number }
fault-screenshot = looks like a screenshot
fault-faceless = no face is seen
fault-faces = more than one face
verdict-keep = 👍 Keep
verdict-drop = 🗑 Drop
verdict-kept = 👍 <b>Photo { $number }</b> stays.
verdict-dropped = 🗑 <b>Photo { $number }</b> is dropped.
verdict-many = ⚠️ { $count } photos have faults: numbers { $numbers }. They stay unless you remove them.
advice = ⚠️ Worth a look: { $list }.
advice-small =
    { $count ->
        [one] one small photo
       *[other] { $count } small photos
    }
advice-blurred =
    { $count ->
        [one] one blurred
       *[other] { $count } blurred
    }
advice-dark =
    { $count ->
        [one] one too dark
       *[other] { $count } too dark
    }
advice-bright =
    { $count ->
        [one] one too bright
       *[other] { $count } too bright
    }
advice-flat =
    { $count ->
        [one] one without contrast
       *[other] { $count } without contrast
    }
advice-similar =
    { $count ->
        [one] one near-duplicate
       *[other] { $count } near-duplicates
    }
advice-screenshot =
    { $count ->
        [one] one screenshot
       *[other] { $count } screenshots
    }
advice-faceless =
    { $count ->
        [one] one without a face
       *[other] { $count } without a face
    }
advice-faces =
    { $count ->
        [one] one with several faces
       *[other] { $count } with several faces
    }
sheet-open = 🗂 See all
sheet-more = ▶️ Next page
sheet-caption =
    🗂 Photos { $first }–{ $last }. { $marked ->
        [0] No faults found.
        [one] The one in the orange frame has a fault.
       *[other] The { $marked } in orange frames have faults.
    }

    <i>Type “remove 3, 5-7” to remove some.</i>
photos-removed = 🗑 Removed: { $numbers }.
remove-how = Which ones? Type their numbers: “remove 3, 5-7”.

# Captions

caption-prompt =
    { $count ->
        [one] One photo has
       *[other] { $count } photos have
    } no caption. How shall I caption them?
caption-prompt-then = Whichever you take: then you look at each photo, and can type its caption yourself.
caption-describe = ✨ Describe them with AI
caption-describe-tags = ✨ Describe with AI, as tags
caption-describe-sentence = ✨ Describe with AI, as sentences
caption-trigger-only = 🔤 The trigger word alone
captioning-count = ✨ Describing your photos: { $written } of { $total } have a caption.
captioning-latest = <i>{ $caption }</i>
captioning-stop = ⏹ Stop
captioning-busy = Your photos are being described; the captions come by themselves. You can stop it with the button above.
captioning-stopped = Stopped.
captioning-stopped-at = ⏹ Stopped: { $written } of { $total } photos have a caption.
captioning-ended = ✨ { $written } of { $total } photos have a caption.
captioning-look = 👀 Look at the captions
caption-some-failed =
    { $failed ->
        [one] One photo
       *[other] { $failed } photos
    } could not be described: { $reason } Without AI, take the trigger word for the rest: then you see each photo, and can type.
caption-wanted = Tap a button above, or type a caption for the photo that is shown.
caption-how-wanted = Please tap how the photos shall get their captions. After that you see each of them, and can type another.
caption-page =
    <b>{ $number } of { $total }</b>{ $mark }

    { $caption }

    <i>Type to change this caption.</i>
caption-edit-prompt = Type the new caption for photo { $number }.
caption-edit-now =
    It reads so now; a tap copies it:
    <code>{ $caption }</code>
caption-edit-prompt-voice = Type the new caption for photo { $number }, or say it in a voice note.
voice-heard =
    🎙 For photo { $number } I understood:

    <b>{ $caption }</b>
voice-use = ✅ Use it
voice-again = 🎙 Again
voice-used = 🎙 That is the caption of photo { $number } now.
voice-speak-again = 🎙 Say it again for photo { $number }, or type it.
caption-previous = ◀️
caption-next = ▶️
caption-edit = ✏️ Edit
caption-redo = 🔄 Redo
caption-done = ✅ Captions are fine
words-find = 🔎 Replace words
words-prefix = ➕ Words in front
words-find-prompt = Which words shall be replaced in all captions? Type them as they stand there.
words-replacement-prompt = And what shall stand in the place of <b>{ $words }</b>?
words-drop = 🗑 Nothing, take them out
words-prefix-prompt = What shall stand in front of every caption? Type it with its comma if it needs one, such as <i>a photo of</i> or <i>watercolour,</i>
words-preview =
    <b>{ $count ->
        [one] One caption changes
       *[other] { $count } captions change
    }:</b>
words-example = { $before } → <b>{ $after }</b>
words-more =
    { $count ->
        [one] …and one more.
       *[other] …and { $count } more.
    }
words-trigger-stays =
    { $count ->
        [one] One of them would lose the trigger word: it stays, in front.
       *[other] { $count } of them would lose the trigger word: it stays, in front.
    }
words-too-long =
    { $count ->
        [one] One caption would grow too long and stays as it is.
       *[other] { $count } captions would grow too long and stay as they are.
    }
words-not-found = No caption has <b>{ $words }</b>.
words-find-again = Type other words, or leave it.
words-prefix-there = Every caption begins with that already.
words-apply = ✅ Apply
words-leave = ✖️ Leave it
words-applied =
    ✅ { $count ->
        [0] No caption was changed.
        [one] One caption was changed.
       *[other] { $count } captions were changed.
    }
words-undo = ↩️ Undo
words-undone =
    ↩️ { $count ->
        [0] No caption was changed back: they were all edited since.
        [one] One caption reads as before.
       *[other] { $count } captions read as before.
    }

# Confirming

confirm-title = <b>Ready?</b>
confirm-name = Name: <b>{ $name }</b>
confirm-basis = Goes on from: <b>{ $name }</b>
confirm-basis-unfit = It was to go on from <b>{ $name }</b>, but base model or rank are others now: it begins anew.
confirm-trigger = Trigger word: <code>{ $word }</code>
confirm-model = Base model: { $model }
confirm-photos =
    Photos: { $count }, all with captions
confirm-options = Trained as: { $subject }, { $quality } – { NUMBER($steps, useGrouping: 0) } steps at { NUMBER($resolution, useGrouping: 0) } px, rank { $rank }
confirm-masks = Masks: on – the person alone is learned
confirm-minutes =
    Training time: about { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }
confirm-price =
    Price: { $price ->
        [one] one point
       *[other] { $price } points
    } at most; { $left } stay yours
confirm-price-free = Price: free
confirm-price-short =
    ⚠️ Price: { $price ->
        [one] one point
       *[other] { $price } points
    } at most; you have { $balance }, so { $missing } { $missing ->
        [one] is
       *[other] are
    } missing. /buy gets you more.
confirm-price-rule =
    Held at Start, and all yours again if it fails. If you stop it while it runs, you pay for the steps done, { $floor ->
        [one] one point
       *[other] { $floor } points
    } at least.
confirm-free = Queue: starts at once
confirm-queue =
    Queue: { $ahead ->
        [0] yours is next
        [one] one training goes first
       *[other] { $ahead } trainings go first
    }, starts in about { $time }
confirm-prompts =
    Sample prompts: { $count }
confirm-licence = Licence of the base model: <a href="{ $url }">{ $licence }</a> – commercial use allowed
confirm-licence-noncommercial = Licence of the base model: <a href="{ $url }">{ $licence }</a> – not for commercial use
confirm-consent = ✍️ By tapping <b>Start</b> you declare that you may use these photos and videos, that everybody who is on them agrees to it, and that you keep to this licence.
confirm-advanced = ⚙️ Advanced
confirm-show = 📋 Show the card
confirm-back = ⬅️ Back
confirm-prompts-button = 🖼 Sample prompts
advanced-title =
    <b>Advanced</b>

    Change a number with its buttons, or type it: “rank 8”. What you set by hand comes before the preset.
advanced-dial = <b>{ $option }: { $value }</b> ({ $allowed })
advanced-dial-by-hand = <b>{ $option }: { $value }</b> ({ $allowed }) – by hand; the preset says { $preset }
advanced-reset = ↺ All as the preset says
about-steps = How long it learns. Too many repeat the photos, too few miss the subject. The time grows with them.
about-learning-rate = How much each step changes. Too high spoils the pictures, too low learns nothing.
about-rank = How much the file can hold. Higher keeps finer detail, and makes a larger file.
about-resolution = The size in pixels that it learns at. Higher shows more detail, and takes more time and memory.
about-batch-size = Photos a step. More learns more evenly, and takes more time and memory.
advanced-masks = <b>{ $option }: { $state }</b>
about-masks = Learns the person alone, not what is around them: before the training starts, a mask of the people on each photo is made. A photo with nobody on it is learned whole.
masks-on = on
masks-off = off
prompts-title =
    <b>Sample prompts</b>

    The trainer draws these on its way, so that you see what it has learned. { $max } are the most; each takes a little time.
prompts-line = { $number }. <code>{ $prompt }</code>
prompts-default = Nothing is chosen, so it draws the trigger word alone.
prompts-proposed = Proposed, mostly from your captions:
prompts-take = ✅ Take these
prompts-propose = ✨ Propose anew
prompts-add = ➕ Type one
prompts-edit = ✏️ Edit
prompts-drop = 🗑 Remove
prompts-none = ↺ The trigger word alone
prompts-ask = Type the prompt. Without the trigger word in it, that is put in front.
prompts-ask-edit = Type what shall stand in the place of <code>{ $prompt }</code>.
confirm-hint = <i>Change it with the buttons, or type a number: “steps { NUMBER($steps, useGrouping: 0) }”, “rank 8”.</i>
option-steps = steps
option-learningRate = learning rate
option-rank = rank
option-resolution = resolution
option-batchSize = batch size
option-masks = masks
confirm-more-photos = 📷 More photos
confirm-captions = ✏️ Captions
confirm-base-model = 🧩 Base model
confirm-start = 🚀 Start
confirm-wanted = Tap <b>Start</b> when all is right, or change it with the buttons on the card.
subject-person = Person
subject-person-about = one person’s face and looks
subject-character = Character
subject-character-about = a drawn, written or masked figure, a pet, a mascot
subject-style = Style
subject-style-about = how pictures are made: brush, light, colours
subject-product = Product
subject-product-about = a thing: shoes, a bottle, a car, a building
subject-motion = Video motion
subject-motion-about = how somebody or something moves, for video models
quality-fast = Fast
quality-balanced = Balanced
quality-best = Best

# The progress card

card-title = 🎞 <b>{ $name }</b> · { $model }
card-queued-free = Queued; starts in a moment.
card-queued =
    { $ahead ->
        [0] Queued; it is next.
        [one] Queued; one training goes first.
       *[other] Queued; { $ahead } trainings go first.
    } Starts in about { $time }.
card-queued-paused = Queued. The operator has paused new trainings for now; yours keeps its place.
time-minutes = { $minutes } min
time-hours = { $hours } h
time-hours-minutes = { $hours } h { $minutes } min
card-preparing = Preparing your photos…
card-starting = Starting the trainer…
card-phase-load = Loading the base model…
card-phase-cache = Looking at your photos…
card-phase-export = Writing the file…
card-publishing = Checking and storing your model…
card-step = Step { $step } of { $steps }
card-loss = Loss { $loss }
card-seconds-left =
    About { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    } left
card-minutes-left =
    About { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    } left
card-completed = ✅ Done
card-failed = ❌ Failed
card-cancelled = ⏹ Stopped
card-draft = Draft
card-stop = ⏹ Stop
card-mute = 🔕 Mute
card-unmute = 🔔 Unmute
card-muted = 🔕 Muted: this card stands still until you unmute it. You will hear how it ends.
card-stops-at = ⏸ Stops after step { $step }, when its checkpoint is written.
card-masks-nobody =
    👤 { $count ->
        [one] On one photo nobody was found; it is learned whole.
       *[other] On { $count } photos nobody was found; they are learned whole.
    }
card-masks-not-made = ⚠️ Masks could not be made here, so the photos are learned whole.
card-samples = 🖼 Samples
samples-none = There are no samples yet.
stop-sure = Stop this training? You can go on with it within 24 hours.
stop-sure-when = Stop this training? Now, or after its next checkpoint: then no step is lost. You can go on with it within 24 hours.
stop-sure-later = It stops after step { $step }. Stop it now, or let it go on to the end?
stop-yes = Yes, stop it now
stop-checkpoint = ⏸ After the checkpoint at step { $step }
stop-no = No, go on
stop-later = It goes on to step { $step }, writes its checkpoint and stops.
stop-never = It goes on to the end.
muted = Muted. The card stands still; you will hear how the training ends.
unmuted = The card shows how it goes again.
training-continue = ▶️ Continue
training-again = 🔁 Train again

# How it ended

done-title = ✅ <b>{ $name }</b> is trained.
model-title = 🧩 <b>{ $name }</b>
model-base = Base model: { $model }
model-trigger = Trigger word: <code>{ $word }</code>
model-file = File: { $file } ({ $size } MB)
model-sha256 = SHA-256: <code>{ $sha256 }</code>
model-download = ⬇️ Download
model-use-comfyui = <b>ComfyUI</b>: put the file into <code>models/loras</code>, load it with a LoRA node, strength 0.8 to 1, and write <code>{ $word }</code> in the prompt.
model-use-a1111 = <b>A1111</b>: put it into <code>models/Lora</code> and write <code>&lt;lora:{ $file }:0.8&gt; { $word }</code> in the prompt.
model-use-forge = <b>Forge</b>: put it into <code>models/Lora</code> and write <code>&lt;lora:{ $file }:0.8&gt; { $word }</code> in the prompt.
model-link-term = The link is good for a week; /trainings gives you a fresh one.
model-link = 🔗 Link
model-steps = 🪜 Other steps
steps-title = 🪜 <b>{ $name }</b>, as it was after each of these steps.
steps-chosen = In use: step { $step }
steps-hint = A later step keeps closer to your photos, an earlier one follows the prompt more freely. You can change your mind at any time.
steps-use = Use step { $step }
steps-in-use = ✓ Step { $step }
steps-used = The model is that of step { $step } now. Its new link comes below.
failed-message = ❌ <b>{ $name }</b> could not be trained.
cancelled-message = ⏹ <b>{ $name }</b> is stopped.
kept-message = Step { $step } of { $steps } was reached. “Continue” goes on from its last checkpoint, which is kept for 24 hours.
charge-held =
    Held for it: { $points ->
        [one] one point
       *[other] { $points } points
    }
charge-paid =
    Paid: { $points ->
        [one] one point
       *[other] { $points } points
    }
charge-back =
    Nothing was charged: { $back ->
        [one] the point that was held is yours again.
       *[other] the { $back } points that were held are yours again.
    }
charge-part =
    Paid for the steps done: { $points ->
        [one] one point
       *[other] { $points } points
    }; { $back ->
        [one] one is
       *[other] { $back } are
    } yours again.
charge-again =
    Going on costs { $points ->
        [one] one point
       *[other] { $points } points
    } at most.

# The list and a training's page

trainings-none = You have no trainings yet. /train starts one.
trainings-title =
    { $count ->
        [one] Your training
       *[other] Your { $count } trainings
    }
page-newer = ◀️ Newer
page-older = Older ▶️
page-back = ⬅️ Back
filter-all = All ({ $count })
filter-running = ⏳ Running ({ $count })
filter-done = ✅ Ended ({ $count })
filter-drafts = 📝 Drafts ({ $count })
page-draft = 📝 <b>{ $name }</b> – a draft
page-data =
    { $count ->
        [one] One photo
       *[other] { $count } photos
    }, trigger word <code>{ $word }</code>
page-options = Trained as: { $subject }, { $quality }
page-quote = { $steps } steps, estimated { $minutes } min
page-ends = Will be done in about { $time }.
page-consent = Agreed by <code>{ $by }</code>, { $date }: may use the photos and videos, with the agreement of who is on them (text { $text }); <a href="{ $url }">{ $licence }</a>
page-event = { $date }: { $event }
event-begun = begun
event-queued = put in the queue
event-training = the GPU began to train
event-taken-over = went on after an interruption
event-completed = done
event-failed = failed
event-cancelled = stopped
page-number = Number: <code>{ $id }</code>
training-delete = 🗑 Delete
training-delete-sure = Delete this training with its photos and its model? If you shared the model, that ends for all who took it; a link to the photos ends, too. A file that you have downloaded stays yours. This cannot be taken back.
training-deleted = <b>{ $name }</b> is deleted.
training-export = 📦 Photos as a zip
export-working = Packing your photos…
export-sent = It was sent a moment ago: it is the file above.
export-resting =
    { $minutes ->
        [one] Those were many zips. The next one in a minute.
       *[other] Those were many zips. The next one in { $minutes } minutes.
    }
export-done =
    { $count ->
        [one] One photo
       *[other] { $count } photos
    } by number, each caption in a text file beside it.
export-link =
    { $count ->
        [one] One photo
       *[other] { $count } photos
    } with the captions, { $size } MB: too large for a message, so here is a link. It is good for a day.
training-further = ➕ Train further
training-rename = ✏️ Rename
rename-prompt = What shall <b>{ $name }</b> be called? Reply with the new name.
rename-done = It is called <b>{ $name }</b> now.
model-share = 🎁 Share
share-link =
    🎁 Whoever opens this link can take <b>{ $name }</b>: its file and its trigger word. Your photos, your captions and your name are not shown.

    { $link }

    It goes on until you end it. Ending it, or deleting the training, takes the model from all who took it; a file that they have downloaded stays with them, and a download link that they have got already works for up to a week.
share-send = 📨 Send it to somebody
share-end = ⛔ End sharing
share-over = Sharing is ended: the link leads nowhere now, and the model is gone from all who took it.
share-invitation = A model for you: { $name }
share-offer =
    🎁 Somebody shares a model with you: <b>{ $name }</b>
    Base model: { $model }
    Trigger word: <code>{ $word }</code>

    You have it until its owner ends the sharing or deletes it.
share-accept = ✅ Accept
share-accepted = { $name } is yours to use. /trainings has it under “Shared with me”.
share-taken = You have <b>{ $name }</b> already: /trainings has it under “Shared with me”.
photos-share = 📷 Share photos
photos-link =
    📷 Whoever opens this link sees what <b>{ $name }</b> is called and can train on a copy of all its photos, videos and captions: they can look at them, keep them and save them. Your name is not shown. Only share what you may share, with the agreement of everybody who is on them.

    { $link }

    It goes on until you end it; deleting the training ends it, too. Copies that others have made by then stay with them.
photos-over = Sharing is ended: the link leads nowhere now. Copies that were made stay.
photos-invitation = Photos to train on: { $name }
photos-offer =
    📷 Somebody shares photos with you: <b>{ $name }</b>
    { $count ->
        [one] One photo, with its caption
       *[other] { $count } photos, with captions
    }
photos-offer-kind = What they train: { $subject }
photos-offer-hint = You get a copy in a training of your own, where you can look through the photos, leave some out and add yours. Use them for nothing that those who are on them would not agree to.
photos-accept = ➕ Train on these photos
photos-taken = You have begun a training with the photos of <b>{ $name }</b> already.
photos-working = Copying the photos…
received-list = 🎁 Shared with me ({ $count })
received-title =
    { $count ->
        [one] One model is shared with you
       *[other] { $count } models are shared with you
    }
received-none = Nothing is shared with you at the moment.
received-model =
    🎁 <b>{ $name }</b> – shared with you
    Base model: { $model }
    Trigger word: <code>{ $word }</code>

    You have it until its owner ends the sharing or deletes it.
received-leave = 🗑 Remove from my list
received-left = Removed. Who has its link can take it again.
status-icon-draft = 📝
status-icon-queued = ⏳
status-icon-preparing = ⚙️
status-icon-training = 🎞
status-icon-publishing = 📦
status-icon-completed = ✅
status-icon-failed = ❌
status-icon-cancelled = ⏹

# The administrators' page

admin-title = <b>Darkroom</b>
admin-paused = ⏸ New trainings are paused: the queue takes them, nothing new begins.
admin-queue-empty = Queue: empty
admin-queue = Queue: { $count } waiting, the first for { $minutes } min
admin-owed = Messages not delivered yet: { $count }
admin-no-workers = No worker is running.
admin-worker = 🖥 <b>{ $name }</b> · { $version }
admin-worker-silent = ⚠️ Silent for { $minutes } min
admin-worker-draining = ⏏️ Takes nothing new, finishes what it has
admin-worker-drained = ⏏️ Drained, safe to switch off
admin-slot-free = ▫️ { $slot }: free
admin-slot-job = ▪️ { $slot }: { $icon } { $name }, { $minutes } min
admin-slot-step = ▪️ { $slot }: { $icon } { $name }, step { $step } of { $steps }, { $minutes } min
admin-slot-failures = ⚠️ Failures in a row: { $count }
admin-more-slots = … and more slots: { $count }
admin-page = Page { $page } of { $pages }
admin-as-of = <i>As of { $time } UTC</i>
admin-refresh = 🔄 Refresh
admin-failures = ❌ Failures
admin-pause = ⏸ Pause new trainings
admin-resume = ▶️ Resume new trainings
admin-drain = ⏏️ Drain { $worker }
admin-undrain = ▶️ Let { $worker } work
admin-previous = ◀️
admin-next = ▶️
admin-back = ⬅️ Back
admin-failures-title = <b>The last failures</b>
admin-failures-none = No training has failed.
admin-retry = 🔁 Train { $name } again
admin-failure = { $date } · <b>{ $name }</b> · { $model } · { $owner } · <code>{ $code }</code> · <code>{ $id }</code>
admin-log = 📜 Log
admin-log-title = <b>What administrators did</b>
admin-log-none = No administrator has done anything yet.
admin-log-line = { $date } · <code>{ $admin }</code>
admin-log-reason = “{ $reason }”
admin-deed-pause = paused new trainings
admin-deed-resume = let new trainings begin again
admin-deed-drain = drained worker <code>{ $thing }</code>
admin-deed-undrain = let worker <code>{ $thing }</code> work again
admin-deed-training-opened = looked at training <code>{ $thing }</code> of <code>{ $person }</code>
admin-deed-training-changed = changed training <code>{ $thing }</code> of <code>{ $person }</code>
admin-deed-training-started = started training <code>{ $thing }</code> of <code>{ $person }</code>
admin-deed-training-stopped = stopped training <code>{ $thing }</code> of <code>{ $person }</code>
admin-deed-training-resumed = took up training <code>{ $thing }</code> of <code>{ $person }</code> again
admin-deed-training-deleted = deleted training <code>{ $thing }</code> of <code>{ $person }</code>
admin-deed-model-opened = looked at model <code>{ $thing }</code> of <code>{ $person }</code>
admin-deed-model-changed = changed model <code>{ $thing }</code> of <code>{ $person }</code>
admin-deed-ban = banned <code>{ $person }</code>
admin-deed-unban = lifted the ban of <code>{ $person }</code>
admin-deed-gift-made = made a gift code, points: { $points } (<code>{ $thing }</code>)
admin-deed-grant = gave <code>{ $person }</code> points: { $points }
admin-deed-refund = paid back the charge <code>{ $thing }</code>
admin-deed-charge-return = gave <code>{ $person }</code> back what training <code>{ $thing }</code> cost, points: { $points }
admin-deed-books-checked = checked the books
admin-banned =
    { $count ->
        [0] 🚫 <code>{ $person }</code> is banned. Nothing of theirs was waiting or running.
        [one] 🚫 <code>{ $person }</code> is banned. { $count } training of theirs was stopped.
       *[other] 🚫 <code>{ $person }</code> is banned. { $count } trainings of theirs were stopped.
    }
admin-unban = ↩️ Lift the ban
admin-unbanned = ✅ <code>{ $person }</code> is not banned any more.
admin-not-banned = <code>{ $person }</code> was not banned.
admin-ban-usage =
    Send <code>/ban</code> with a person’s Telegram id, and why if you like: <code>/ban 123456 spam</code>
    What waits or runs of theirs is stopped, and they are told once. <code>/unban 123456</code> lifts it.
admin-ban-line = 🚫 <code>{ $person }</code> · { $date }
admin-gift-made =
    { $count ->
        [one] 🎁 A gift code for { $count } point, good until { $date }:
       *[other] 🎁 A gift code for { $count } points, good until { $date }:
    }
    <code>{ $code }</code>
    { $link }

    One person can redeem it, once, with the link or with <code>/redeem</code>. I keep no copy: pass it on now.
admin-gift-usage =
    Send <code>/gift</code> with the points and, if you like, for how many days the code is good: <code>/gift 100 30</code>
    One person can redeem it, once.
admin-granted =
    { $count ->
        [one] ✅ <code>{ $person }</code> has { $count } point more, { $balance } now.
       *[other] ✅ <code>{ $person }</code> has { $count } points more, { $balance } now.
    }
admin-grant-usage = Send <code>/grant</code> with a person’s Telegram id, the points, and why: <code>/grant 123456 50 sorry for the breakdown</code>
admin-books-right = ✅ The books are right. Persons: { $persons }, postings: { $postings }, points: { $points }, of these held: { $held }.
admin-books-wrong = ⚠️ The books are not right. Differences: { $count }
admin-books-posting = In the books: { $fault }
admin-books-hold-alone = Hold <code>{ $hold }</code> of <code>{ $person }</code> still holds points: { $points }. No training waits or runs for it: it has ended or is gone, and was not settled.
admin-books-run-alone = Training <code>{ $training }</code> waits or runs and says that points are held for it: { $points }. The books have no open hold <code>{ $hold }</code>.
admin-books-points-differ = Training <code>{ $training }</code> says that points are held for it: { $points }. In the books hold <code>{ $hold }</code> has { $held }.
admin-books-rewards-differ = Of run <code>{ $hold }</code> of <code>{ $person }</code>, points were set aside for rewards: { $points }. Rewards that were posted: { $posted }.
admin-help-button = ⌨️ Commands
admin-help =
    <b>What you can type here</b>
    <code>/ban 123456 spam</code> – keeps a person out: what waits or runs of theirs is stopped. <code>/ban</code> alone says who is banned.
    <code>/unban 123456</code> – lets them in again.
admin-help-points =
    <code>/gift 100 30</code> – a gift code for 100 points, good for 30 days.
    <code>/grant 123456 50 sorry</code> – gives a person 50 points, and says why in the books.
    <code>/refund stx…</code> – takes the points of a purchase and gives its Stars back; with a training’s number, gives back the points that it cost.
    <code>/reconcile</code> – computes the books anew, and names what is not right.
admin-notice-failing = ⚠️ Slot <b>{ $slot }</b> of <b>{ $worker }</b> fails one training after the other. In a row: { $count }
admin-notice-failure = • { $name } (<code>{ $id }</code>): <code>{ $code }</code>
admin-notice-failing-hint = It goes on taking trainings. Until it succeeds once you hear no more of it.
admin-notice-drained = ⏏️ <b>{ $worker }</b> is drained: its last job has ended, and it is safe to switch off.

# Points, Stars, and help with payments

points-commands =
    /points – your points, and what became of them
    /buy – buy points with Telegram Stars
    /paysupport – help with payments
    /terms – terms of what is sold here
points-count = { $points ->
    [one] { $points } point
   *[other] { $points } points
}
stars-count = { $stars ->
    [one] { $stars } Star
   *[other] { $stars } Stars
}
points-balance = 💎 <b>Points: { $points }</b>
points-held = Set aside for trainings: { $points }
points-no-entries = Nothing has come or gone yet.
points-newer = ◀️ Newer
points-older = Older ▶️
points-buy = ⭐ Buy points
points-export = 📄 Export
points-back = ⬅️ Back
points-months = Which month? You get a table (CSV) of all entries; the times are UTC.
posting-purchase = Bought for { $stars }, receipt <code>{ $charge }</code>
posting-purchase-refund = Paid back: { $stars }, receipt <code>{ $charge }</code>
posting-gift = A gift
posting-welcome = A gift to begin with
posting-grant = A correction by the operator: { $reason }
posting-hold = Set aside for <b>{ $name }</b>
posting-settlement = <b>{ $name }</b> has ended and cost { $charge }; the rest is yours again
posting-settlement-whole = <b>{ $name }</b> has ended and cost { $charge }
posting-release = <b>{ $name }</b> cost nothing; what was set aside is yours again
posting-charge-return = <b>{ $name }</b>: the operator gave back what it cost
posting-reward = A reward: others trained on what is yours
posting-reward-photos = A reward: somebody trained on your photos of <b>{ $name }</b>
posting-reward-return = A reward taken back, as its payment was
posting-training-gone = a deleted training
buy-choose =
    ⭐ <b>Points for Telegram Stars</b>

    Points pay for trainings and do not expire. By paying you accept the /terms.
buy-none = Points are not sold here: they come from the operator ({ $contact }). /points shows yours.
invoice-description = { $points } for { $stars }, to train models in this bot. They do not expire.
receipt-credited =
    ✅ Thank you! <b>{ $points }</b> for { $stars } are yours.

    Points now: <b>{ $balance }</b>
    Receipt: <code>{ $charge }</code>
    The books keep this payment, also after /forget. Questions: /paysupport
receipt-returning =
    These points were not credited. You get back what you paid: { $stars }.
    Receipt: <code>{ $charge }</code>. Questions: /paysupport
receipt-closed =
    You paid { $stars }, and nothing is sold here any more. You get your Stars back.
    Receipt: <code>{ $charge }</code>
refund-points-gone = ↩️ You were paid back: { $stars }. The points bought with them have gone: { $points }.
refund-points-owed = ↩️ You were paid back: { $stars }. The points bought with them are spent: { $points }. They go as soon as you have so many.
refund-usage = Write the number behind it, of a purchase or of a training: /refund <code>stx…</code>. The person finds it in the receipt and in /points, or on the training’s page in /trainings.
refund-begun = ↩️ Taken back: { $points } of <code>{ $personId }</code>. On their way back to them: { $stars }.
refund-short = Nothing was paid back: the points of this purchase are spent or set aside. Needed: { $points }; there are: { $balance }.
refund-cost-returned = ↩️ Given back: { $points } to <code>{ $personId }</code>, for this training. They are told. Rewards that were made of it go back too.
refund-cost-returned-before = This training was given back before: { $points } to <code>{ $personId }</code>.
cost-returned = ↩️ <b>{ $name }</b>: the operator gave you back what this training cost, { $points }. /points shows what you have.
support-contact = Contact:
support-operator = the operator of this bot
support-administrator = administrator
paysupport =
    <b>Help with payments</b>

    Did points not come, or do you want to give back what you bought? Write to us with the number of your receipt: it is in the message after the payment and in /points. About a training, name its number: it is on its page in /trainings. We answer; Telegram’s support cannot help with what was bought here.
terms =
    <b>Terms</b>

    • What is sold: points, for Telegram Stars. Points are a digital good; they pay for trainings in this bot alone, and cannot be turned into money or passed on.
    • Points do not expire.
    • A training costs what its card says before you start it, and never more. If it fails, all of it is yours again.
    • Refunds: a purchase whose points you still have is paid back in Stars when you ask for it by /paysupport. Spent points are not paid back. What cannot be credited is paid back by itself.
    • /forget deletes what is yours; the entries about points and payments stay in the operator’s books, under your Telegram number.

# Forgetting

forget-prompt = Delete <b>everything</b> of yours: drafts, photos, captions, trainings and models? Running trainings are stopped. This cannot be taken back.
forget-yes = 🗑 Yes, delete everything
forget-no = No, keep it
forget-done =
    Deleted, for good:
    • { $trainings ->
        [0] no trainings
        [one] one training
       *[other] { $trainings } trainings
    }
    • { $images ->
        [0] no photos
        [one] one photo, with its caption
       *[other] { $images } photos, with all captions
    }
    • { $models ->
        [0] no models
        [one] one model
       *[other] { $models } models
    }
    • { $links ->
        [0] no links to shared models
        [one] one link to a shared model
       *[other] { $links } links to shared models
    }
    • { $photoLinks ->
        [0] no links to shared photos
        [one] one link to shared photos
       *[other] { $photoLinks } links to shared photos
    }
    • { $received ->
        [0] no models of others
        [one] one model of somebody else's from your list
       *[other] { $received } models of others from your list
    }
    • your name, your language, and what I noted of our chats
forget-books = The entries about points and payments stay in the operator’s books, and so do the points that you have left.
forget-kept = Nothing was deleted.

# Refusals and failures: error-<code>, one for each code of the core

error-not-found = That is not there any more. /trainings shows what is.
error-not-yours = That belongs to somebody else.
error-not-admin = Only administrators may do that.
error-conflict = That is not possible just now. Look at /trainings and try again.
error-not-a-draft = This training has been started already. /trainings shows how it goes.
error-not-cancellable = It is not running any more. /trainings shows how it ended.
error-no-checkpoint-ahead = No checkpoint lies ahead: it has not begun to train, or is nearly done. You can stop it now or let it end.
error-not-resumable = Only a training that failed or was stopped can be taken up again. /trainings shows how this one stands.
error-too-many-drafts = You have { $max } open drafts. Finish or delete one in /trainings first.
error-too-many-queued = { $max } trainings of yours are waiting already. Start this one when one of them has begun; the draft is kept.
error-too-many-at-once =
    { $max ->
        [one] { $max } training of yours waits or runs already, and no more may at once. The draft is kept; start it when that one has ended.
       *[other] { $max } trainings of yours wait or run already, and no more may at once. The draft is kept; start it when one of them has ended.
    }
error-new-account =
    { $hours ->
        [one] You are new here, and at first no more can be started (the most: { $max }). In { $hours } hour you can start more; the draft is kept.
       *[other] You are new here, and at first no more can be started (the most: { $max }). In { $hours } hours you can start more; the draft is kept.
    }
error-daily-spend =
    { $hours ->
        [0] This costs { $price }, and { $max } points are the most in 24 hours ({ $spent } spent so far). Choose something smaller; the draft is kept.
        [one] In 24 hours { $max } points are the most; { $spent } are spent, and this costs { $price }. Start it in { $hours } hour; the draft is kept.
       *[other] In 24 hours { $max } points are the most; { $spent } are spent, and this costs { $price }. Start it in { $hours } hours; the draft is kept.
    }
error-name-empty = A name needs at least one letter. Please type another.
error-name-too-long = That name has { $length } characters; { $max } is the most. Please type a shorter one.
error-name-taken = You have a training called <b>{ $name }</b> already. Type another name, or take <b>{ $free }</b>.
error-trigger-empty = Please type a trigger word.
error-trigger-too-long = That word has { $length } characters; { $max } is the most. Please type a shorter one.
error-trigger-characters = A trigger word is one word of letters, digits, - and _, without spaces. Please type another.
error-recipe-unknown = I do not know this base model. Please tap one from the list.
error-recipe-unavailable = This base model cannot be trained here at the moment. Please pick another.
error-recipe-unsuitable = This base model cannot learn that. Please pick another one, or train something else.
error-subject-unknown = I do not know how to train that. Please tap one of the buttons.
error-subject-unavailable = No base model that could learn this is offered here at the moment. Please pick something else.
error-option-unknown = There is no option { $option }.
error-option-out-of-range = That number does not fit: { $option } can be { $allowed }.
error-masks-off = This bot makes no masks: its operator has not switched them on. The photos are learned whole.
error-masks-persons-only = Masks find people, so they are for the training of a person alone. The photos are learned whole.
error-masks-no-clips = Masks are made of photos, and this set has videos in it. Without the videos they can be switched on.
error-masks-unavailable = Masks cannot be made here at the moment. Please switch them off under Advanced, or ask the operator of this bot.
error-caption-empty = A caption needs at least a word. Please type it again.
error-caption-too-long = That caption has { $length } characters; { $max } is the most. Please type a shorter one.
error-prompt-empty = A prompt needs at least a word. Please type it again.
error-prompt-too-long = That prompt has { $length } characters; { $max } is the most. Please type a shorter one.
error-too-many-prompts = { $max } sample prompts are the most. Edit one, or remove one first.
error-consent-missing = Please read on the card what Start declares, and tap Start there.
error-consent-outdated = The card has new terms. Please read what Start declares now, and tap it there.
error-captioner-unavailable = The caption service does not answer. Please try again later, or type the captions yourself.
error-captioner-failed = The caption service could not describe the photo. Please try again, or type the caption yourself.
error-captions-used-up = This training has used up its { $max } AI captions. Type the rest, or take the trigger word.
error-captions-resting =
    { $minutes ->
        [one] You have had your AI captions for today; the next one is there in a minute.
       *[other] You have had your AI captions for today; the next one is there in { $minutes } minutes.
    } You can type captions at any time.
error-voice-off = Voice notes are not turned into text here. Please type the caption.
error-voice-too-long = That voice note is too long. Please say the caption in { $max } seconds or less.
error-voice-unclear = I could not understand that. Please say it again, or type the caption.
error-words-empty = That needs at least a word. Please type it again.
error-change-outdated = That change is old by now. Please begin it anew.
error-image-unreadable = The picture is damaged. Please send it again.
error-image-disguised = This is not a picture that I can read. Please send a JPEG, PNG or WebP, or many of them in a .zip.
error-image-animated = Moving pictures cannot be used. Please send a still one.
error-image-too-small = This picture is { $width } × { $height } px; its short side needs at least { $minimum }. Please send a larger one.
error-image-too-large = This picture is { $width } × { $height } px; { $maximumMegapixels } megapixels is the most. Please make it smaller and send it again.
error-image-file-too-big = This file is too big. Please send it as a photo, or make it smaller.
error-image-format = { $format } pictures cannot be read here. Please send a JPEG or PNG, or send it as a photo.
error-image-repeated = This is the same picture as number { $number }. It counts once.
error-clip-unreadable = This video cannot be read: it is damaged, or neither MP4 nor WebM. Please send it again, as a video rather than as a file.
error-clip-format = This video is written in { $codec }, which cannot be read here. Please send it as a video rather than as a file: Telegram then writes it anew.
error-clip-no-picture = This file holds no picture that moves, whatever its name says. Please send a video.
error-clip-too-short = This video is too short: at least { NUMBER($minimum, maximumFractionDigits: 1) } seconds are needed. Please send a longer one.
error-clip-too-long = This video lasts { $seconds } seconds; { $maximum } is the most, and only the beginning is learned. Please cut out the moment that counts.
error-clip-too-small = This video is { $width } × { $height } px; its short side needs at least { $minimum }. Please send a larger one.
error-clip-too-large = This video is { $width } × { $height } px; { $maximumMegapixels } megapixels is the most. Please send it as a video rather than as a file: Telegram then makes it smaller.
error-clip-file-too-big = This file is too big. Please cut the video shorter, or send it as a video rather than as a file.
error-clip-too-slow = This video takes too long to read. Please send it as a video rather than as a file: Telegram then makes it simpler.
error-clips-not-taken = This base model learns from photos; only the WAN base models learn from videos. Please send photos, or begin a training with WAN.
error-clips-in-the-way = { $count ->
        [one] There is a video among your photos, and this base model learns from photos alone. Please choose WAN, or take the video out first.
       *[other] There are { $count } videos among your photos, and this base model learns from photos alone. Please choose WAN, or take the videos out first.
    }
error-number-missing = There is no photo { $number }; the last one is { $last }. Nothing was removed.
error-archive-unreadable = This is not a zip, or it is cut off. Please pack it again as a .zip and send it anew.
error-archive-encrypted = This is locked with a password. Please pack it without one.
error-archive-too-big = This zip is too big: I can fetch { $max } MB at most. Please split it into several zips, or send the photos as albums or files.
error-archive-too-many-entries = More than { $max } files are in this zip. Please pack the photos and their captions alone.
error-archive-bomb = This zip unpacks to far more than photos do, so I do not read it. Please pack your photos anew.
error-archive-entry-path = Its name leads out of the zip.
error-archive-entry-link = This is a link, not a file.
error-archive-entry-nested = Archives in an archive are not opened. Please send it by itself.
error-archive-entry-method = It is packed in a way that I cannot read. Please pack it as a plain .zip.
error-archive-entry-damaged = It is damaged in the zip. Please pack it again.
error-archive-entry-alone = There is no photo of the same name beside it.
error-archive-entry-text = This is no plain text of a caption's length.
error-archives-waiting = { $max } zips of yours are waiting already. Please send this one again when they are through.
error-dataset-full = { $max } photos is the most; no more are taken. Tap <b>Done</b> to go on.
error-dataset-too-small =
    { $count ->
        [0] There are no photos yet
        [one] There is one photo
       *[other] There are { $count } photos
    }; at least { $min } are needed. Please send more.
error-download-failed = Telegram did not hand the file over. Please send it again.
error-draft-incomplete = Something is still missing. Send /train to go on where you were.
error-basis-gone = The model that this training was to go on from has been deleted. Start a new training; the photos can be exported from this one’s page.
error-ban-admin = An administrator cannot be banned. Take the id out of ADMIN_IDS first.
error-gift-invalid = This code is not good, or not any more. Look at it once more, or ask who gave it to you for another.
error-gift-resting =
    { $minutes ->
        [one] Those were too many codes that are not good. Please try again in { $minutes } minute.
       *[other] Those were too many codes that are not good. Please try again in { $minutes } minutes.
    }
error-person-unknown = I do not know this person. They have to send me /start first.
error-amount-out-of-range = That has to be a number from 1 to { $max }.
error-points-short = You need { $price ->
        [one] { $price } point
       *[other] { $price } points
    } for this and have { $balance }. /buy gets you more.
error-offer-unknown = This offer is not there any more. /buy shows what there is.
error-offer-not-yours = This offer was made to somebody else. /buy makes one to you.
error-offer-amount = The price of this offer has changed. /buy shows what there is.
error-offer-bought = This offer was bought already. /buy makes a new one.
error-offer-expired = This offer is too old. /buy makes a new one.
error-offer-closed = Nothing is sold here any more. Nothing was paid.
error-buyer-refused = No points are sold to you here. /paysupport says whom to ask.
error-charge-unknown = There is no purchase and no training with this number. It is in the message after the payment and in the person’s /points, or on the training’s page in their /trainings.
error-training-not-ended = This training has not ended: what it costs is not known yet. Stop it first, or wait for its end.
error-training-was-free = This training has cost nothing, so there is nothing to give back.
error-hold-settled = This run has been settled already. /trainings shows how it ended.
error-link-invalid = This link is not valid. /trainings gives you a fresh one.
error-link-expired = This link has expired. /trainings gives you a fresh one.
error-share-ended = This link leads nowhere (any more): its owner ended the sharing or deleted what was shared, or the link is not complete. Ask them for a new one.
error-share-own = This is the link to your own model. Send it to somebody else; /trainings shows it and ends the sharing.
error-share-own-photos = This is the link to your own photos. Send it to somebody else; /trainings shows it and ends the sharing.
error-too-many-shared = You have { $max } shared models, and that is the most. Remove one in /trainings first.
error-trainer-bad-job = The trainer refused the settings. The operator can see why in the log; please try other options.
error-trainer-bad-dataset = The trainer could not use the photos. Please start a new training with other photos.
error-trainer-weights = The base model's weights could not be loaded. The operator has to download them or accept their licence.
error-trainer-memory = The GPU has too little memory for this training. Please try Fast, or another base model.
error-trainer-internal = The trainer broke down. The operator can see why in the log; you can start it again.
error-trainer-lost = The training was interrupted several times and given up. You can start it again.
error-trainer-hung = The training stood still several times and was given up. You can start it again.
error-trainer-start = The trainer could not be started. The operator can see why in the log; please try again later.
error-trainer-away = The machine that trains has not answered for some minutes. Please try again later.
error-trainer-timeout = The training took far longer than it should and was stopped. Please try Fast.
error-model-invalid = The trained file did not pass the checks, so you do not get it. You can start it again.
error-storage-failed = The storage does not answer. Please try again in a moment.
error-disk-full = The operator's disk is full. Please try again later.
error-internal = Something went wrong here. Nothing is lost; please try again.
