language-name = Русский

# The main menu

start =
    <b>Darkroom</b> обучает модели изображений на ваших фотографиях, а модели видео — на фото и коротких видео.

    Отправьте несколько фото и слово-триггер. Вы получите файл LoRA, который можно использовать в ComfyUI, diffusers и других программах; им можно поделиться по ссылке, можно обучать дальше и в любой момент всё удалить.
menu-train = 📷 Новая тренировка
menu-trainings = 🗂 Мои тренировки
menu-language = 🌐 Язык
menu-help = ❓ Помощь
menu-points = 💎 Баллы
help =
    <b>Как это работает</b>
    1. /train — скажите, что обучать, дайте название и слово-триггер и выберите базовую модель.
    2. Отправьте фото: по одному, альбомами, файлами или в .zip; для WAN — и короткие видео. Файлы сохраняют полное качество, а фото Telegram уменьшает.
    3. Выберите, кто напишет подписи, просмотрите их и исправьте то, что не так: напишите новую под нужным фото.
    4. Проверьте карточку и нажмите «Запустить». За ходом можно следить, а в конце придёт сообщение со ссылкой.

    /trainings — ваши тренировки и ссылки на модели
    /cancel — прервать текущее действие; черновик сохранится
    /language — сменить язык
    /forget — удалить все ваши данные
help-topic-photos = 📷 Фотографии
help-photos =
    <b>Фотографии</b>
    • 15–30 хороших лучше сотни одинаковых: вблизи и издалека, с разных сторон, при разном свете.
    • Отправляйте их <b>файлами</b>, чтобы сохранить полное качество: обычные фото Telegram уменьшает.
    • Один объект, чёткий и хорошо видный. Если это человек — без тёмных очков и чужих лиц.
    • Скриншоты, водяные знаки и надписи модель тоже запомнит.
    • Каждое фото проверяется сразу: если оно размыто, тёмное, маленькое, почти как другое или — когда обучается человек — на нём нет лица или их несколько, я скажу, а вы решите, оставить ли его.
    • Подойдёт и .zip, где рядом с фото лежит .txt с подписью. WAN учится на коротких видео до 60 секунд: тому, как всё движется в первые секунды.
    • Одинаковые картинки считаются один раз. Чтобы убрать фото, ответьте на него «отмена». В /trainings можно получить фото обратно в zip.
help-topic-captions = ✏️ Подписи
help-captions =
    <b>Подписи</b>
    • Подпись говорит, что есть на фото, чтобы модель поняла, что <b>не</b> относится к объекту.
    • Называйте то, что меняется (одежда, место, свет); слово-триггер обозначает то, что остаётся.
    • Текст, отправленный вместе с фото, становится подписью. Подписи может написать ИИ, или хватит одного слова-триггера.
    • Если обучается движение, скажите, что и как движется и что делает камера.
    • При просмотре просто напишите новую подпись для показанного фото; где бот умеет слушать, скажите её голосовым сообщением. Кнопки там заменяют слова во всех подписях или ставят слова в начало.
help-topic-options = ⚙️ Настройки
help-options =
    <b>Настройки</b>
    • То, что вы обучаете – человек, персонаж, стиль, товар или движение, – определяет подходящие настройки.
    • «Быстро» — для первой пробы, «Баланс» — почти для всего, «Лучшее» — дольше всего.
    • Вручную: на карточке перед запуском нажмите «⚙️ Подробно» или напишите настройку и число.
    • Промпты для образцов, там же, рисуются во время обучения; бот предложит их по вашим подписям.
    • Если шагов слишком много, модель повторяет фото; если мало — не знает объекта.
help-topic-running = ⏳ Во время обучения
help-running =
    <b>Во время обучения</b>
    • Карточка показывает, как идут дела: место в очереди, шаг, потери, сколько осталось.
    • Чат можно закрыть: когда всё будет готово, придёт сообщение.
    • После остановки, сразу или после ближайшей контрольной точки, выученное хранится 24 часа: «Продолжить» начнёт с того же места.
    • «Образцы» показывает всё, что уже нарисовано; «Без уведомлений» оставляет карточку в покое.
    • Если не получилось, в сообщении сказано почему, и есть кнопка, чтобы попробовать снова с теми же фото.
help-topic-models = 🧩 Модели
help-models =
    <b>Модели</b>
    • Положите файл в <code>models/loras</code> ComfyUI, загрузите узлом LoRA и напишите в промпте слово-триггер. Подходящая сила — от 0,7 до 1.
    • «Другие шаги» показывает образцы по шагам и делает моделью другой шаг: попробуйте более ранний, если последний повторяет ваши фото.
    • Ссылка действует неделю; новая — на странице тренировки в /trainings.
    • «Поделиться» создаёт ссылку, по которой модель могут взять другие, пока вы её не отключите. Они получат тот шаг, который вы выбрали.
    • «Поделиться фото» создаёт ссылку, по которой другие могут обучать на копии фотографий и подписей тренировки.
    • «Учить дальше» на странице тренировки начинает новую с того, чему модель уже научилась: добавьте фото или шаги.
    • «Переименовать» меняет название модели и её файла.
help-topic-privacy = 🔒 Приватность
help-privacy =
    <b>Приватность</b>
    • Ваши фото, подписи и модели хранит владелец этого бота; больше никто здесь их не видит, если вы ими не поделитесь.
    • Если подписи пишет ИИ, фото отправляются в сервис, который выбрал владелец бота; голосовые сообщения — туда же, чтобы стать текстом. От видео отправляется только один кадр.
    • Лица считаются на машине владельца бота, и никого не узнают.
    • Обучайте на фото людей только с их согласия.
    • Кто берёт модель по вашей ссылке, видит её название, базовую модель и слово-триггер: ни фото, ни того, кто вы.
    • Кто открывает ссылку на ваши фото, может увидеть и оставить себе все, вместе с подписями, но не узнает, кто вы.
    • /forget удаляет всё ваше и сообщает, что именно.
group-privately = Это лично ваше: продолжим в личном чате.
group-open-private = 💬 Открыть личный чат
command-train = Обучить модель
command-trainings = Ваши тренировки и модели
command-cancel = Прервать текущее действие
command-admin = Слоты, очередь и сбои
command-language = Сменить язык
command-help = Как это работает
command-forget = Удалить все ваши данные
command-points = Ваши баллы и их движение
command-buy = Купить баллы за звёзды Telegram
command-paysupport = Помощь с оплатой
command-terms = Условия продажи
language-prompt = На каком языке?
language-set = Теперь по-русски.

# Starting, leaving, coming back

unnamed = (пока без названия)
train-open-draft =
    У вас есть открытый черновик: <b>{ $name }</b>, { $count ->
        [0] пока без фото
        [one] { $count } фотография
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    }.
train-go-on = ▶️ Продолжить
train-new = ➕ Начать новую тренировку
cancel-nothing = Прерывать нечего. Начать тренировку — /train.
cancel-left = Готово, прервано. Черновик <b>{ $name }</b> сохранён вместе со всеми фото.
cancel-open = Сейчас прерывать нечего. Черновик <b>{ $name }</b> на месте, к нему можно вернуться когда угодно.
draft-delete = 🗑 Удалить его
draft-delete-sure = Удалить этот черновик со всеми фотографиями? Отменить это нельзя.
delete-yes = 🗑 Да, удалить
delete-no = Нет, оставить
draft-deleted = Черновик удалён.
draft-elsewhere = Черновик <b>{ $name }</b> начат в другом чате. Отправьте там /train, чтобы продолжить.
resumed = Продолжаем: <b>{ $name }</b>.
given-up = С этим сообщением ничего не вышло: на нём я несколько раз сломался. Пожалуйста, попробуйте что-нибудь другое.
gift-redeemed =
    { $count ->
        [one] 🎁 Вам начислен { $count } балл. Теперь у вас { $balance }.
        [few] 🎁 Вам начислено { $count } балла. Теперь у вас { $balance }.
        [many] 🎁 Вам начислено { $count } баллов. Теперь у вас { $balance }.
       *[other] 🎁 Вам начислено { $count } балла. Теперь у вас { $balance }.
    }
gift-redeemed-before =
    { $count ->
        [one] Вы уже использовали этот код: { $count } балл. Теперь у вас { $balance }.
        [few] Вы уже использовали этот код: { $count } балла. Теперь у вас { $balance }.
        [many] Вы уже использовали этот код: { $count } баллов. Теперь у вас { $balance }.
       *[other] Вы уже использовали этот код: { $count } балла. Теперь у вас { $balance }.
    }
redeem-usage = Пришлите <code>/redeem</code> с вашим подарочным кодом: <code>/redeem 7K2M-9QXA-4TBN-0WPE</code>
banned = 🚫 Владелец этого бота закрыл вам доступ, поэтому я больше ничего для вас не делаю. Если это ошибка, напишите ему.
slow-down =
    ⏳ Помедленнее, пожалуйста: слишком много сразу. Это и всё, что придёт за { $seconds ->
        [one] следующую { $seconds } секунду
        [few] следующие { $seconds } секунды
        [many] следующие { $seconds } секунд
       *[other] следующие { $seconds } секунды
    }, я пропущу, а потом продолжу. Фото для черновика я принимаю и дальше.
stray-text = Отправьте /train, чтобы обучить модель, или /help, чтобы узнать, как это работает.
stray-photo = Хорошее фото. Сначала отправьте /train, и я соберу ваши фото для тренировки.
stray-draft-photo = Эта фотография пока не принята: у вас открыт черновик <b>{ $name }</b>. Нажмите, чтобы продолжить, и отправьте её ещё раз.
stray-draft = Черновик <b>{ $name }</b> открыт. Нажмите, чтобы продолжить с того же места.
button-old = Эта кнопка из старого сообщения. Всё ваше — в /trainings.
button-earlier = Этот шаг уже позади.
menu-outdated = Здесь кое-что изменилось. Вот как обстоит дело сейчас.

# Name, trigger word, base model

what-prompt = Что будем <b>обучать</b>?
what-wanted = Нажмите, пожалуйста, что нужно обучить.
name-prompt = Как назовём тренировку? По этому названию вы её потом найдёте.
name-wanted = Сначала напишите название, пожалуйста.
trigger-prompt =
    Какое <b>слово-триггер</b>? Вы будете писать его в промптах, чтобы вызвать то, чему обучена модель. Лучше всего подходит редкое слово, с которым базовая модель ещё ничего не связывает.

    Напишите своё или возьмите <code>{ $word }</code>.
trigger-use = Взять { $word }
trigger-anyway = Всё равно { $word }
trigger-common = Слово <b>{ $word }</b> базовой модели уже знакомо, и то, что она о нём знает, смешается с тем, что вы обучаете. Редкое слово работает лучше.
trigger-wanted = Напишите слово-триггер или нажмите на предложенное.
photo-too-early = Фотографии понадобятся чуть позже: отправьте эту ещё раз, когда я попрошу.
photo-too-late = Эта фотография не принята: сбор уже закончен. Нажмите, чтобы добавить ещё, и отправьте её снова.
base-model-prompt = Какая <b>базовая модель</b>?
base-model-none = Сейчас не включена ни одна машина, которая могла бы обучать. Черновик сохранён: загляните чуть позже.
base-model-again = 🔄 Посмотреть снова
base-model-wanted = Нажмите на одну из базовых моделей выше, пожалуйста.
base-model-recommended = для этого лучше всего
base-model-time =
    ⏱ примерно { $time } на { $count ->
        [one] { $count } фотографию
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    }
base-model-price =
    💰 { $price ->
        [0] бесплатно
        [one] не больше { $price } балла
        [few] не больше { $price } баллов
        [many] не больше { $price } баллов
       *[other] не больше { $price } балла
    }
recipe-flux = FLUX.1 dev
recipe-flux-about = лучшее сходство и текст, для видеокарт с 24 ГБ; некоммерческая лицензия
recipe-sdxl = SDXL
recipe-sdxl-about = быстрая, небольшая, поддерживается большинством программ
recipe-wan = WAN 2.1 · 1.3B
recipe-wan-about = модель видео, малая; учится и по коротким видео
recipe-wan-14b = WAN 2.1 · 14B
recipe-wan-14b-about = модель видео, большая; учится и по коротким видео
recipe-wan22 = WAN 2.2 · 14B
recipe-wan22-about = более новая видеомодель; два эксперта, два файла; и по коротким видео
recipe-tiny-flux = Tiny FLUX (демонстрация)
recipe-tiny-flux-about = сеть FLUX, слишком маленькая, чтобы рисовать; чтобы попробовать бота
recipe-tiny-sdxl = Tiny SDXL (демонстрация)
recipe-tiny-sdxl-about = сеть SDXL, слишком маленькая, чтобы рисовать; чтобы попробовать бота
recipe-tiny-wan = Tiny WAN (демонстрация)
recipe-tiny-wan-about = сеть WAN, слишком маленькая, чтобы рисовать; чтобы попробовать бота
demonstration-note = ⚠️ Это демонстрация: файл — настоящая LoRA, но для сети, которая слишком мала, чтобы что-то нарисовать.

# Collecting photos

collect-prompt =
    Отправьте фото: по одному, альбомами или <b>файлами, чтобы сохранить полное качество</b>. Хорошее количество — около { $recommended }, максимум — { $max }. Текст под фото станет его подписью. Подойдёт и <b>.zip</b> с фото, где рядом с каждым лежит .txt с подписью.

    Ответьте «отмена» на фото, чтобы его убрать.
collect-clips = 🎬 Подойдут и короткие видео, до { $max } секунд: изучается движение за { $learned ->
        [one] первую { $learned } секунду
        [few] первые { $learned } секунды
        [many] первые { $learned } секунд
       *[other] первые { $learned } секунды
    }, без звука.
collect-clips-count = 🎬 Среди них { $count ->
        [one] { $count } видео.
        [few] { $count } видео.
        [many] { $count } видео.
       *[other] { $count } видео.
    }
collect-count-few =
    📷 { $count ->
        [0] Фото пока нет
        [one] { $count } фотография
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    } — нужно минимум { $min }.
collect-count-enough =
    📷 { $count ->
        [one] { $count } фотография
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    }. Для начала хватит, но { $recommended } было бы лучше.
collect-count-good =
    📷 { $count ->
        [one] { $count } фотография
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    }. Хороший набор.
collect-count-full =
    📷 Фото: { $count }. Это максимум.
collect-done = ✅ Готово
collect-closed =
    📷 Собрано: { $count ->
        [one] { $count } фотография
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    }.
collect-wanted = Отправьте фото или нажмите <b>Готово</b> под сообщением со счётчиком.
collect-refused-file = Файл <b>{ $file }</b> не принят:
collect-archive-reading = 📦 Читаю <b>{ $file }</b>… Фото считаются ниже по мере чтения.
collect-archive-busy = Я ещё читаю ваш zip. Нажмите <b>Готово</b>, когда закончу, или ответьте на zip «отмена», чтобы его не брать.
collect-clip-busy = Я ещё читаю ваше видео. Нажмите <b>Готово</b>, когда оно будет посчитано, или ответьте на видео «отмена», чтобы его не брать.
collect-archive-stopped = 📦 <b>{ $file }</b>: не взят.
collect-archive-read = 📦 <b>{ $file }</b>
collect-archive-photos =
    { $count ->
        [0] Ни одного фото не добавлено.
        [one] ✅ Добавлено { $count } фото.
        [few] ✅ Добавлено { $count } фото.
        [many] ✅ Добавлено { $count } фото.
       *[other] ✅ Добавлено { $count } фото.
    }
collect-archive-captions =
    💬 { $count ->
        [one] С ними { $count } подпись.
        [few] С ними { $count } подписи.
        [many] С ними { $count } подписей.
       *[other] С ними { $count } подписи.
    }
collect-archive-repeated =
    { $count ->
        [one] Уже было { $count } фото.
        [few] Уже было { $count } фото.
        [many] Уже было { $count } фото.
       *[other] Уже было { $count } фото.
    }
collect-archive-refused =
    ⚠️ { $count ->
        [one] Не принят { $count } файл:
        [few] Не приняты { $count } файла:
        [many] Не принято { $count } файлов:
       *[other] Не принято { $count } файла:
    }
collect-archive-reason = • <b>{ $file }</b>
collect-archive-more =
    { $count ->
        [one] … и ещё { $count }.
        [few] … и ещё { $count }.
        [many] … и ещё { $count }.
       *[other] … и ещё { $count }.
    }
collect-undo-words = отмена, отменить, убрать
collect-undone-photo = ↩️ Фото { $number } убрано.
collect-undone-archive =
    ↩️ { $count ->
        [0] Фото из этого zip в наборе нет.
        [one] Убрано { $count } фото из этого zip.
        [few] Убрано { $count } фото из этого zip.
        [many] Убрано { $count } фото из этого zip.
       *[other] Убрано { $count } фото из этого zip.
    }
collect-undone-clip = ↩️ Это видео не взято.
collect-undo-none = Убирать нечего: фото ещё нет.
collect-undo-unknown = Этого фото в наборе нет, убирать нечего.
collect-undo-which = Ответьте «отмена» на своё фото или zip. Без ответа на сообщение убирается последнее фото.

# What is said of single photos, and looking them over

verdict = ⚠️ <b>Фото { $number }</b>: { $reasons }. Оно остаётся, если его не убрать.
fault-small = всего { $width } × { $height } px, а обучение идёт в { NUMBER($resolution, useGrouping: 0) } px
fault-blurred = размыто
fault-dark = слишком тёмное
fault-bright = слишком светлое
fault-flat = почти нет контраста
fault-similar = почти то же, что фото { $number }
fault-screenshot = похоже на снимок экрана
fault-faceless = не видно лица
fault-faces = больше одного лица
verdict-keep = 👍 Оставить
verdict-drop = 🗑 Убрать
verdict-kept = 👍 <b>Фото { $number }</b> остаётся.
verdict-dropped = 🗑 <b>Фото { $number }</b> убрано.
verdict-many = ⚠️ Фото с недостатками: { $count }, номера { $numbers }. Они остаются, если их не убрать.
advice = ⚠️ Стоит посмотреть: { $list }.
advice-small = маленьких – { $count }
advice-blurred = размытых – { $count }
advice-dark = слишком тёмных – { $count }
advice-bright = слишком светлых – { $count }
advice-flat = почти без контраста – { $count }
advice-similar = почти повторов – { $count }
advice-screenshot = снимков экрана – { $count }
advice-faceless = без лица – { $count }
advice-faces = с несколькими лицами – { $count }
sheet-open = 🗂 Показать все
sheet-more = ▶️ Следующая страница
sheet-caption =
    🗂 Фото { $first }–{ $last }. { $marked ->
        [0] Недостатков не видно.
        [one] В оранжевой рамке – { $marked } фото с недостатком.
        [few] В оранжевых рамках – { $marked } фото с недостатками.
        [many] В оранжевых рамках – { $marked } фото с недостатками.
       *[other] В оранжевых рамках – { $marked } фото с недостатками.
    }

    <i>Чтобы убрать лишние, напишите «удали 3, 5-7».</i>
photos-removed = 🗑 Убрано: { $numbers }.
remove-how = Какие? Напишите номера: «удали 3, 5-7».

# Captions

caption-prompt =
    Без подписи { $count ->
        [one] { $count } фотография
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    }. Как подписать?
caption-describe = ✨ Описать с помощью ИИ
caption-describe-tags = ✨ Описать с ИИ: теги
caption-describe-sentence = ✨ С ИИ: предложения
caption-trigger-only = 🔤 Только слово-триггер
captioning-count = ✨ Описываю ваши фото: с подписью { $written } из { $total }.
captioning-latest = <i>{ $caption }</i>
captioning-stop = ⏹ Остановить
captioning-busy = Фото сейчас описываются, подписи придут сами. Остановить можно кнопкой выше.
captioning-stopped = Остановлено.
captioning-stopped-at = ⏹ Остановлено: с подписью { $written } из { $total } фото.
captioning-ended = ✨ С подписью { $written } из { $total } фото.
captioning-look = 👀 Посмотреть подписи
caption-some-failed =
    Не удалось описать { $failed ->
        [one] { $failed } фотографию
        [few] { $failed } фотографии
        [many] { $failed } фотографий
       *[other] { $failed } фотографии
    }. { $reason } Можно попробовать ещё раз или взять для остальных слово-триггер.
caption-wanted = Нажмите кнопку выше или напишите подпись к показанному фото.
caption-page =
    <b>{ $number } из { $total }</b>{ $mark }

    { $caption }

    <i>Чтобы изменить подпись, напишите новую.</i>
caption-edit-prompt = Напишите новую подпись к фото { $number }.
caption-edit-prompt-voice = Напишите новую подпись к фото { $number } или скажите её голосовым сообщением.
voice-heard =
    🎙 Для фото { $number } я понял:

    <b>{ $caption }</b>
voice-use = ✅ Взять
voice-again = 🎙 Ещё раз
voice-used = 🎙 Теперь это подпись к фото { $number }.
voice-speak-again = 🎙 Скажите ещё раз для фото { $number } или напишите.
caption-previous = ◀️
caption-next = ▶️
caption-edit = ✏️ Изменить
caption-redo = 🔄 Заново
caption-done = ✅ Подписи в порядке
words-find = 🔎 Заменить слова
words-prefix = ➕ Слова в начале
words-find-prompt = Какие слова заменить во всех подписях? Напишите их так, как они там стоят.
words-replacement-prompt = А что поставить вместо <b>{ $words }</b>?
words-drop = 🗑 Ничего, убрать их
words-prefix-prompt = Что поставить в начале каждой подписи? Напишите с запятой, если она нужна, например <i>a photo of</i> или <i>watercolour,</i>
words-preview =
    <b>{ $count ->
        [one] Изменится { $count } подпись
        [few] Изменятся { $count } подписи
        [many] Изменятся { $count } подписей
       *[other] Изменится { $count } подписи
    }:</b>
words-example = { $before } → <b>{ $after }</b>
words-more = …и ещё { $count }.
words-trigger-stays =
    { $count ->
        [one] { $count } подпись потеряла бы слово-триггер: оно останется в начале.
        [few] { $count } подписи потеряли бы слово-триггер: оно останется в начале.
        [many] { $count } подписей потеряли бы слово-триггер: оно останется в начале.
       *[other] { $count } подписи потеряли бы слово-триггер: оно останется в начале.
    }
words-too-long =
    { $count ->
        [one] { $count } подпись стала бы слишком длинной и останется как есть.
        [few] { $count } подписи стали бы слишком длинными и останутся как есть.
        [many] { $count } подписей стали бы слишком длинными и останутся как есть.
       *[other] { $count } подписи стали бы слишком длинными и останутся как есть.
    }
words-not-found = Ни в одной подписи нет <b>{ $words }</b>.
words-prefix-there = Все подписи уже так начинаются.
words-apply = ✅ Применить
words-leave = ✖️ Оставить как есть
words-applied =
    ✅ { $count ->
        [0] Ни одна подпись не изменилась.
        [one] Изменена { $count } подпись.
        [few] Изменены { $count } подписи.
        [many] Изменено { $count } подписей.
       *[other] Изменено { $count } подписи.
    }
words-undo = ↩️ Отменить
words-undone =
    ↩️ { $count ->
        [0] Ни одна подпись не возвращена: все были изменены позже.
        [one] { $count } подпись снова прежняя.
        [few] { $count } подписи снова прежние.
        [many] { $count } подписей снова прежние.
       *[other] { $count } подписи снова прежние.
    }

# Confirming

confirm-title = <b>Всё готово?</b>
confirm-name = Название: <b>{ $name }</b>
confirm-basis = Продолжает: <b>{ $name }</b>
confirm-basis-unfit = Должно было продолжать <b>{ $name }</b>, но базовая модель или ранг теперь другие: начнётся заново.
confirm-trigger = Слово-триггер: <code>{ $word }</code>
confirm-model = Базовая модель: { $model }
confirm-photos =
    Фото: { $count }, все с подписями
confirm-options =
    Режим: { $subject }, { $quality } — { $steps ->
        [one] { NUMBER($steps, useGrouping: 0) } шаг
        [few] { NUMBER($steps, useGrouping: 0) } шага
        [many] { NUMBER($steps, useGrouping: 0) } шагов
       *[other] { NUMBER($steps, useGrouping: 0) } шага
    } при { NUMBER($resolution, useGrouping: 0) } px, ранг { $rank }
confirm-masks = Маски: вкл — запоминается только человек
confirm-minutes =
    Время обучения: примерно { $minutes ->
        [one] { $minutes } минута
        [few] { $minutes } минуты
        [many] { $minutes } минут
       *[other] { $minutes } минуты
    }
confirm-price =
    Цена: не больше { $price ->
        [one] { $price } балла
        [few] { $price } баллов
        [many] { $price } баллов
       *[other] { $price } балла
    }; останется { $left }
confirm-price-free = Цена: бесплатно
confirm-price-short =
    ⚠️ Цена: не больше { $price ->
        [one] { $price } балла
        [few] { $price } баллов
        [many] { $price } баллов
       *[other] { $price } балла
    }; у вас { $balance }, не хватает { $missing }. Пополнить: /buy
confirm-price-rule =
    Баллы удерживаются при старте и вернутся целиком, если что-то сорвётся. Если остановить на ходу, оплачиваются сделанные шаги, но не меньше { $floor ->
        [one] { $floor } балла
        [few] { $floor } баллов
        [many] { $floor } баллов
       *[other] { $floor } балла
    }.
confirm-free = Очередь: начнётся сразу
confirm-queue =
    Очередь: { $ahead ->
        [0] ваша следующая
        [one] впереди { $ahead } тренировка
        [few] впереди { $ahead } тренировки
        [many] впереди { $ahead } тренировок
       *[other] впереди { $ahead } тренировки
    }, начало примерно через { $time }
confirm-prompts =
    Промпты для образцов: { $count }
confirm-licence = Лицензия базовой модели: <a href="{ $url }">{ $licence }</a> — коммерческое использование разрешено
confirm-licence-noncommercial = Лицензия базовой модели: <a href="{ $url }">{ $licence }</a> — не для коммерческого использования
confirm-consent = ✍️ Нажимая <b>Запустить</b>, вы подтверждаете, что имеете право использовать эти фото и видео, что все, кто на них изображён, согласны и что вы соблюдаете эту лицензию.
confirm-advanced = ⚙️ Подробно
confirm-show = 📋 Показать карточку
confirm-back = ⬅️ Назад
confirm-prompts-button = 🖼 Промпты для образцов
advanced-title =
    <b>Подробные настройки</b>

    Меняйте числа кнопками или напишите: «ранг 8». Заданное вручную важнее готового набора.
advanced-dial = <b>{ $option }: { $value }</b> ({ $allowed })
advanced-dial-by-hand = <b>{ $option }: { $value }</b> ({ $allowed }) — вручную; в наборе { $preset }
advanced-reset = ↺ Всё как в наборе
about-steps = Как долго идёт обучение. Слишком много — модель повторяет фото, слишком мало — не знает объекта. От них зависит время.
about-learning-rate = Насколько меняет каждый шаг. Слишком высокая портит картинки, слишком низкая ничему не учит.
about-rank = Сколько помещается в файл. Чем выше, тем тоньше детали и больше файл.
about-resolution = Размер в пикселях, на котором идёт обучение. Чем выше, тем больше деталей, времени и памяти.
about-batch-size = Сколько фото за шаг. Чем больше, тем ровнее обучение и больше времени и памяти.
advanced-masks = <b>{ $option }: { $state }</b>
about-masks = Модель запоминает только человека, а не то, что вокруг: перед обучением на каждом фото выделяются люди. Фото, на котором никого нет, берётся целиком.
masks-on = вкл
masks-off = выкл
prompts-title =
    <b>Промпты для образцов</b>

    По ним рисуются картинки во время обучения, чтобы вы видели, чему модель научилась. Не больше { $max }; каждый занимает немного времени.
prompts-line = { $number }. <code>{ $prompt }</code>
prompts-default = Ничего не выбрано, поэтому рисуется только слово-триггер.
prompts-proposed = Предложены, в основном по вашим подписям:
prompts-take = ✅ Взять эти
prompts-propose = ✨ Предложить другие
prompts-add = ➕ Написать свой
prompts-edit = ✏️ Изменить
prompts-drop = 🗑 Убрать
prompts-none = ↺ Только слово-триггер
prompts-ask = Напишите промпт. Если в нём нет слова-триггера, оно встанет впереди.
prompts-ask-edit = Напишите, что поставить вместо <code>{ $prompt }</code>.
confirm-hint = <i>Измените кнопками или напишите число: «шаги { NUMBER($steps, useGrouping: 0) }», «ранг 8».</i>
option-steps = шаги
option-learningRate = скорость обучения
option-rank = ранг
option-resolution = разрешение
option-batchSize = размер батча
option-masks = маски
confirm-more-photos = 📷 Ещё фото
confirm-captions = ✏️ Подписи
confirm-base-model = 🧩 Базовая модель
confirm-start = 🚀 Запустить
confirm-wanted = Нажмите <b>Запустить</b>, когда всё верно, или измените что нужно кнопками на карточке.
subject-person = Человек
subject-person-about = лицо и облик одного человека
subject-character = Персонаж
subject-character-about = нарисованный или придуманный герой, питомец, маскот
subject-style = Стиль
subject-style-about = как сделаны изображения: штрих, свет, цвета
subject-product = Товар
subject-product-about = вещь: обувь, бутылка, машина, здание
subject-motion = Движение в видео
subject-motion-about = как кто-то или что-то движется, для видеомоделей
quality-fast = Быстро
quality-balanced = Баланс
quality-best = Лучшее

# The progress card

card-title = 🎞 <b>{ $name }</b> · { $model }
card-queued-free = В очереди; скоро начнётся.
card-queued =
    { $ahead ->
        [0] В очереди; следующая.
        [one] В очереди; впереди { $ahead } тренировка.
        [few] В очереди; впереди { $ahead } тренировки.
        [many] В очереди; впереди { $ahead } тренировок.
       *[other] В очереди; впереди { $ahead } тренировки.
    } Начнётся примерно через { $time }.
card-queued-paused = В очереди. Оператор пока приостановил новые тренировки; ваше место сохраняется.
time-minutes = { $minutes } мин
time-hours = { $hours } ч
time-hours-minutes = { $hours } ч { $minutes } мин
card-preparing = Готовлю ваши фото…
card-starting = Запускаю обучение…
card-phase-load = Загружаю базовую модель…
card-phase-cache = Смотрю ваши фото…
card-phase-export = Записываю файл…
card-publishing = Проверяю и сохраняю вашу модель…
card-step = Шаг { $step } из { $steps }
card-loss = Loss { $loss }
card-seconds-left =
    Ещё примерно { $seconds ->
        [one] { $seconds } секунда
        [few] { $seconds } секунды
        [many] { $seconds } секунд
       *[other] { $seconds } секунды
    }
card-minutes-left =
    Ещё примерно { $minutes ->
        [one] { $minutes } минута
        [few] { $minutes } минуты
        [many] { $minutes } минут
       *[other] { $minutes } минуты
    }
card-completed = ✅ Готово
card-failed = ❌ Не получилось
card-cancelled = ⏹ Остановлено
card-draft = Черновик
card-stop = ⏹ Остановить
card-mute = 🔕 Без уведомлений
card-unmute = 🔔 Уведомлять
card-muted = 🔕 Без уведомлений: карточка не меняется, пока вы не включите их снова. О завершении я напишу.
card-stops-at = ⏸ Остановится после шага { $step }, когда запишется контрольная точка.
card-masks-nobody =
    👤 { $count ->
        [one] На { $count } фото никого не нашлось; оно взято целиком.
        [few] На { $count } фото никого не нашлось; они взяты целиком.
        [many] На { $count } фото никого не нашлось; они взяты целиком.
       *[other] На { $count } фото никого не нашлось; они взяты целиком.
    }
card-masks-not-made = ⚠️ Маски сделать не удалось, поэтому фото взяты целиком.
card-samples = 🖼 Образцы
samples-none = Образцов пока нет.
stop-sure = Остановить эту тренировку? Продолжить её можно в течение 24 часов.
stop-sure-when = Остановить эту тренировку? Сейчас или после ближайшей контрольной точки: тогда ни один шаг не пропадёт. Продолжить её можно в течение 24 часов.
stop-sure-later = Она остановится после шага { $step }. Остановить сейчас или дать ей дойти до конца?
stop-yes = Да, остановить сейчас
stop-checkpoint = ⏸ После сохранения на шаге { $step }
stop-no = Нет, продолжить
stop-later = Тренировка дойдёт до шага { $step }, запишет контрольную точку и остановится.
stop-never = Тренировка идёт до конца.
muted = Без уведомлений. Карточка не меняется; о том, чем закончится тренировка, я напишу.
unmuted = Карточка снова показывает, как идёт тренировка.
training-continue = ▶️ Продолжить
training-again = 🔁 Обучить ещё раз

# How it ended

done-title = ✅ Модель <b>{ $name }</b> обучена.
model-title = 🧩 <b>{ $name }</b>
model-base = Базовая модель: { $model }
model-trigger = Слово-триггер: <code>{ $word }</code>
model-file = Файл: { $file } ({ $size } МБ)
model-sha256 = SHA-256: <code>{ $sha256 }</code>
model-download = ⬇️ Скачать
model-use-comfyui = <b>ComfyUI</b>: положите файл в <code>models/loras</code>, загрузите его узлом LoRA с силой от 0.8 до 1 и напишите в промпте <code>{ $word }</code>.
model-use-a1111 = <b>A1111</b>: положите его в <code>models/Lora</code> и напишите в промпте <code>&lt;lora:{ $file }:0.8&gt; { $word }</code>.
model-use-forge = <b>Forge</b>: положите его в <code>models/Lora</code> и напишите в промпте <code>&lt;lora:{ $file }:0.8&gt; { $word }</code>.
model-link-term = Ссылка действует неделю; новую даст /trainings.
model-link = 🔗 Ссылка
model-steps = 🪜 Другие шаги
steps-title = 🪜 <b>{ $name }</b> после каждого из этих шагов.
steps-chosen = Используется шаг { $step }
steps-hint = Поздний шаг ближе к вашим фото, ранний свободнее следует промпту. Передумать можно в любое время.
steps-use = Взять шаг { $step }
steps-in-use = ✓ Шаг { $step }
steps-used = Теперь это модель шага { $step }. Новая ссылка ниже.
failed-message = ❌ Не удалось обучить <b>{ $name }</b>.
cancelled-message = ⏹ Тренировка <b>{ $name }</b> остановлена.
charge-held =
    Удержано: { $points ->
        [one] { $points } балл
        [few] { $points } балла
        [many] { $points } баллов
       *[other] { $points } балла
    }
charge-paid =
    Оплачено: { $points ->
        [one] { $points } балл
        [few] { $points } балла
        [many] { $points } баллов
       *[other] { $points } балла
    }
charge-back =
    Ничего не списано: { $back ->
        [one] { $back } удержанный балл снова ваш.
        [few] { $back } удержанных балла снова ваши.
        [many] { $back } удержанных баллов снова ваши.
       *[other] { $back } удержанного балла снова ваши.
    }
charge-part =
    Оплачены сделанные шаги: { $points ->
        [one] { $points } балл
        [few] { $points } балла
        [many] { $points } баллов
       *[other] { $points } балла
    }; возвращено { $back }.
charge-again =
    Продолжение стоит не больше { $points ->
        [one] { $points } балла
        [few] { $points } баллов
        [many] { $points } баллов
       *[other] { $points } балла
    }.

# The list and a training's page

trainings-none = У вас пока нет тренировок. Начать — /train.
trainings-title =
    У вас { $count ->
        [one] { $count } тренировка
        [few] { $count } тренировки
        [many] { $count } тренировок
       *[other] { $count } тренировки
    }
page-newer = ◀️ Новее
page-older = Старее ▶️
page-back = ⬅️ Назад
filter-all = Все ({ $count })
filter-running = ⏳ Идут ({ $count })
filter-done = ✅ Закончены ({ $count })
filter-drafts = 📝 Черновики ({ $count })
page-draft = 📝 <b>{ $name }</b> — черновик
page-data =
    { $count ->
        [one] { $count } фотография
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    }, слово-триггер <code>{ $word }</code>
page-options = Режим: { $subject }, { $quality }
page-quote =
    { $steps ->
        [one] { $steps } шаг
        [few] { $steps } шага
        [many] { $steps } шагов
       *[other] { $steps } шага
    }, по оценке { $minutes } мин
page-ends = Будет готово примерно через { $time }.
page-consent = Подтверждено: <code>{ $by }</code>, { $date }: имеет право использовать фото и видео, изображённые согласны (текст { $text }); <a href="{ $url }">{ $licence }</a>
page-created = Создано: { $date }
page-number = Номер: <code>{ $id }</code>
training-delete = 🗑 Удалить
training-delete-sure = Удалить эту тренировку с фотографиями? Если вы поделились моделью, она пропадёт у всех, кто её взял; ссылка на фото тоже отключится. Скачанный файл модели останется у вас. Отменить это нельзя.
training-deleted = Тренировка <b>{ $name }</b> удалена.
training-export = 📦 Фото в zip
export-working = Упаковываю фотографии…
export-sent = Файл отправлен только что: он выше.
export-resting =
    { $minutes ->
        [one] Архивов было много. Следующий — через { $minutes } минуту.
        [few] Архивов было много. Следующий — через { $minutes } минуты.
        [many] Архивов было много. Следующий — через { $minutes } минут.
       *[other] Архивов было много. Следующий — через { $minutes } минуты.
    }
export-done =
    { $count ->
        [one] { $count } фотография
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    } по номерам, подпись каждой — в текстовом файле рядом.
export-link =
    { $count ->
        [one] { $count } фотография
        [few] { $count } фотографии
        [many] { $count } фотографий
       *[other] { $count } фотографии
    } с подписями, { $size } МБ: для сообщения это слишком много, поэтому вот ссылка. Она действует сутки.
training-further = ➕ Учить дальше
training-rename = ✏️ Переименовать
rename-prompt = Как назвать <b>{ $name }</b>? Ответьте новым названием.
rename-done = Теперь это <b>{ $name }</b>.
model-share = 🎁 Поделиться
share-link =
    🎁 Кто откроет эту ссылку, сможет взять <b>{ $name }</b>: файл и слово-триггер. Ваши фото, подписи и имя не показываются.

    { $link }

    Ссылка действует, пока вы её не отключите. Если отключить её или удалить тренировку, модель пропадёт у всех, кто её взял; скачанный файл у них останется, а уже полученная ссылка на скачивание проработает до недели.
share-send = 📨 Отправить кому-нибудь
share-end = ⛔ Больше не делиться
share-over = Доступ закрыт: ссылка больше никуда не ведёт, и модель пропала у всех, кто её взял.
share-invitation = Модель для вас: { $name }
share-offer =
    🎁 С вами делятся моделью: <b>{ $name }</b>
    Базовая модель: { $model }
    Слово-триггер: <code>{ $word }</code>

    Она доступна, пока владелец не закроет доступ или не удалит её.
share-accept = ✅ Принять
share-accepted = { $name } теперь доступна вам. Она в /trainings, в разделе «Поделились со мной».
share-taken = <b>{ $name }</b> у вас уже есть: смотрите /trainings, раздел «Поделились со мной».
photos-share = 📷 Поделиться фото
photos-link =
    📷 Кто откроет эту ссылку, увидит название <b>{ $name }</b> и сможет обучать на копии всех его фото, видео и подписей: смотреть их, оставить себе и сохранить. Ваше имя не показывается. Делитесь только тем, чем вправе делиться, и с согласия всех, кто на них есть.

    { $link }

    Ссылка действует, пока вы её не отключите; удаление тренировки тоже её отключает. Копии, сделанные до этого, останутся у других.
photos-over = Доступ закрыт: ссылка больше никуда не ведёт. Сделанные копии остаются.
photos-invitation = Фото для обучения: { $name }
photos-offer =
    📷 С вами делятся фотографиями: <b>{ $name }</b>
    { $count ->
        [one] { $count } фотография с подписями
        [few] { $count } фотографии с подписями
        [many] { $count } фотографий с подписями
       *[other] { $count } фотографии с подписями
    }
photos-offer-kind = Что на них обучают: { $subject }
photos-offer-hint = Вы получите копию в собственной тренировке: фото можно просмотреть, часть убрать и добавить свои. Не используйте их для того, на что не согласились бы те, кто на них есть.
photos-accept = ➕ Обучать на этих фото
photos-taken = Вы уже начали тренировку с фото из <b>{ $name }</b>.
photos-working = Копирую фотографии…
received-list = 🎁 Поделились со мной ({ $count })
received-title =
    С вами { $count ->
        [one] поделились { $count } моделью
        [few] поделились { $count } моделями
        [many] поделились { $count } моделями
       *[other] поделились { $count } модели
    }
received-none = Сейчас с вами ничем не делятся.
received-model =
    🎁 <b>{ $name }</b> — с вами поделились
    Базовая модель: { $model }
    Слово-триггер: <code>{ $word }</code>

    Она доступна, пока владелец не закроет доступ или не удалит её.
received-leave = 🗑 Убрать из моего списка
received-left = Убрано. По ссылке её можно взять снова.
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
admin-paused = ⏸ Новые тренировки приостановлены: очередь их принимает, но ни одна не начинается.
admin-queue-empty = Очередь: пусто
admin-queue = Очередь: { $count }, первая ждёт { $minutes } мин
admin-owed = Недоставленные сообщения: { $count }
admin-no-workers = Ни один воркер не работает.
admin-worker = 🖥 <b>{ $name }</b> · { $version }
admin-worker-silent = ⚠️ Молчит { $minutes } мин
admin-worker-draining = ⏏️ Нового не берёт, заканчивает начатое
admin-worker-drained = ⏏️ Освобождён, можно выключать
admin-slot-free = ▫️ { $slot }: свободен
admin-slot-job = ▪️ { $slot }: { $icon } { $name }, { $minutes } мин
admin-slot-step = ▪️ { $slot }: { $icon } { $name }, шаг { $step } из { $steps }, { $minutes } мин
admin-slot-failures = ⚠️ Сбоев подряд: { $count }
admin-more-slots = … ещё слотов: { $count }
admin-page = Страница { $page } из { $pages }
admin-as-of = <i>На { $time } UTC</i>
admin-refresh = 🔄 Обновить
admin-failures = ❌ Сбои
admin-pause = ⏸ Приостановить новые
admin-resume = ▶️ Возобновить новые
admin-drain = ⏏️ Освободить { $worker }
admin-undrain = ▶️ В работу: { $worker }
admin-previous = ◀️
admin-next = ▶️
admin-back = ⬅️ Назад
admin-failures-title = <b>Последние сбои</b>
admin-failures-none = Сбоев не было.
admin-retry = 🔁 Ещё раз: { $name }
admin-failure = { $date } · <b>{ $name }</b> · { $model } · { $owner } · <code>{ $code }</code> · <code>{ $id }</code>
admin-log = 📜 Журнал
admin-log-title = <b>Что делали администраторы</b>
admin-log-none = Администраторы ещё ничего не делали.
admin-log-line = { $date } · <code>{ $admin }</code>
admin-log-reason = «{ $reason }»
admin-deed-pause = приостановил новые тренировки
admin-deed-resume = возобновил новые тренировки
admin-deed-drain = освободил воркер <code>{ $thing }</code>
admin-deed-undrain = вернул в работу воркер <code>{ $thing }</code>
admin-deed-training-opened = смотрел тренировку <code>{ $thing }</code> (<code>{ $person }</code>)
admin-deed-training-changed = изменил тренировку <code>{ $thing }</code> (<code>{ $person }</code>)
admin-deed-training-started = запустил тренировку <code>{ $thing }</code> (<code>{ $person }</code>)
admin-deed-training-stopped = остановил тренировку <code>{ $thing }</code> (<code>{ $person }</code>)
admin-deed-training-resumed = продолжил тренировку <code>{ $thing }</code> (<code>{ $person }</code>)
admin-deed-training-deleted = удалил тренировку <code>{ $thing }</code> (<code>{ $person }</code>)
admin-deed-model-opened = смотрел модель <code>{ $thing }</code> (<code>{ $person }</code>)
admin-deed-model-changed = изменил модель <code>{ $thing }</code> (<code>{ $person }</code>)
admin-deed-ban = заблокировал <code>{ $person }</code>
admin-deed-unban = разблокировал <code>{ $person }</code>
admin-deed-gift-made = создал подарочный код, баллы: { $points } (<code>{ $thing }</code>)
admin-deed-grant = начислил <code>{ $person }</code> баллы: { $points }
admin-deed-refund = вернул платёж <code>{ $thing }</code>
admin-deed-charge-return = вернул <code>{ $person }</code> стоимость тренировки <code>{ $thing }</code>, баллы: { $points }
admin-deed-books-checked = проверил счета
admin-banned =
    { $count ->
        [0] 🚫 <code>{ $person }</code>: доступ закрыт. В очереди и в работе ничего не было.
        [one] 🚫 <code>{ $person }</code>: доступ закрыт. Остановлена { $count } тренировка.
        [few] 🚫 <code>{ $person }</code>: доступ закрыт. Остановлены { $count } тренировки.
        [many] 🚫 <code>{ $person }</code>: доступ закрыт. Остановлено { $count } тренировок.
       *[other] 🚫 <code>{ $person }</code>: доступ закрыт. Остановлено { $count } тренировки.
    }
admin-unban = ↩️ Открыть доступ
admin-unbanned = ✅ <code>{ $person }</code>: доступ снова открыт.
admin-not-banned = <code>{ $person }</code>: доступ не был закрыт.
admin-ban-usage =
    Пришлите <code>/ban</code> с Telegram-id человека и, если хотите, причиной: <code>/ban 123456 спам</code>
    Всё, что ждёт или идёт, останавливается, и человеку об этом говорится один раз. <code>/unban 123456</code> снова открывает доступ.
admin-ban-line = 🚫 <code>{ $person }</code> · { $date }
admin-gift-made =
    { $count ->
        [one] 🎁 Подарочный код на { $count } балл, действует до { $date }:
        [few] 🎁 Подарочный код на { $count } балла, действует до { $date }:
        [many] 🎁 Подарочный код на { $count } баллов, действует до { $date }:
       *[other] 🎁 Подарочный код на { $count } балла, действует до { $date }:
    }
    <code>{ $code }</code>
    { $link }

    Его может использовать один человек, один раз: по ссылке или командой <code>/redeem</code>. Копии у меня нет, передайте его сейчас.
admin-gift-usage =
    Пришлите <code>/gift</code> с числом баллов и, если хотите, сроком кода в днях: <code>/gift 100 30</code>
    Его может использовать один человек, один раз.
admin-granted =
    { $count ->
        [one] ✅ <code>{ $person }</code>: начислен { $count } балл, теперь { $balance }.
        [few] ✅ <code>{ $person }</code>: начислено { $count } балла, теперь { $balance }.
        [many] ✅ <code>{ $person }</code>: начислено { $count } баллов, теперь { $balance }.
       *[other] ✅ <code>{ $person }</code>: начислено { $count } балла, теперь { $balance }.
    }
admin-grant-usage = Пришлите <code>/grant</code> с Telegram-id человека, числом баллов и причиной: <code>/grant 123456 50 извините за сбой</code>
admin-books-right = ✅ Счета сходятся. Люди: { $persons }, проводки: { $postings }, баллы: { $points }, из них удержано: { $held }.
admin-books-wrong = ⚠️ Счета не сходятся. Расхождения: { $count }
admin-books-posting = В книгах: { $fault }
admin-books-hold-alone = Удержание <code>{ $hold }</code> (<code>{ $person }</code>) всё ещё держит баллы: { $points }. Ни одна тренировка по нему не ждёт и не идёт: она закончилась или удалена, а расчёта не было.
admin-books-run-alone = Тренировка <code>{ $training }</code> ждёт или идёт, и по её записи баллы удержаны: { $points }. В книгах нет открытого удержания <code>{ $hold }</code>.
admin-books-points-differ = По записи тренировки <code>{ $training }</code> удержано баллов: { $points }. В книгах удержание <code>{ $hold }</code> держит { $held }.
admin-books-rewards-differ = По запуску <code>{ $hold }</code> (<code>{ $person }</code>) на награды отложено баллов: { $points }. Проведено наград: { $posted }.
admin-help-button = ⌨️ Команды
admin-help =
    <b>Что можно написать здесь</b>
    <code>/ban 123456 спам</code> – закрывает человеку доступ и останавливает всё, что у него ждёт или идёт. <code>/ban</code> без id покажет, кому доступ закрыт.
    <code>/unban 123456</code> – снова открывает доступ.
admin-help-points =
    <code>/gift 100 30</code> – подарочный код на 100 баллов, действует 30 дней.
    <code>/grant 123456 50 извините</code> – начисляет человеку 50 баллов и записывает причину в книги.
    <code>/refund stx…</code> – списывает баллы покупки и возвращает её звёзды; с номером тренировки возвращает баллы, которые она стоила.
    <code>/reconcile</code> – пересчитывает счета заново и говорит, что не сходится.
admin-notice-failing = ⚠️ На слоте <b>{ $slot }</b> (<b>{ $worker }</b>) тренировки срываются одна за другой. Подряд: { $count }
admin-notice-failure = • { $name } (<code>{ $id }</code>): <code>{ $code }</code>
admin-notice-failing-hint = Слот продолжает брать тренировки. До первой удачи сообщений о нём больше не будет.
admin-notice-drained = ⏏️ <b>{ $worker }</b> освобождён: последняя задача закончена, можно выключать.

# Points, Stars, and help with payments

points-commands =
    /points – ваши баллы и их движение
    /buy – купить баллы за звёзды Telegram
    /paysupport – помощь с оплатой
    /terms – условия продажи
points-count = { $points ->
    [one] { $points } балл
    [few] { $points } балла
    [many] { $points } баллов
   *[other] { $points } балла
}
stars-count = { $stars ->
    [one] { $stars } звезда
    [few] { $stars } звезды
    [many] { $stars } звёзд
   *[other] { $stars } звезды
}
points-balance = 💎 <b>Баллы: { $points }</b>
points-held = Отложено на тренировки: { $points }
points-no-entries = Движений пока нет.
points-newer = ◀️ Новее
points-older = Старше ▶️
points-buy = ⭐ Купить баллы
points-export = 📄 Выгрузка
points-back = ⬅️ Назад
points-months = За какой месяц? Придёт таблица (CSV) со всеми движениями; время по UTC.
posting-purchase = Покупка, оплачено: { $stars }, чек <code>{ $charge }</code>
posting-purchase-refund = Возврат: { $stars }, чек <code>{ $charge }</code>
posting-gift = Подарок
posting-welcome = Подарок для начала
posting-grant = Исправление от владельца бота: { $reason }
posting-hold = Отложено на <b>{ $name }</b>
posting-settlement = <b>{ $name }</b>: тренировка закончена, списано { $charge }, остальное снова ваше
posting-settlement-whole = <b>{ $name }</b>: тренировка закончена, списано { $charge }
posting-release = <b>{ $name }</b>: ничего не списано, отложенное снова ваше
posting-charge-return = <b>{ $name }</b>: владелец бота вернул её стоимость
posting-reward = Награда: другие обучали на вашем
posting-reward-photos = Награда: кто-то обучал на ваших фото из <b>{ $name }</b>
posting-reward-return = Награда отозвана вместе с её оплатой
posting-training-gone = удалённая тренировка
buy-choose =
    ⭐ <b>Баллы за звёзды Telegram</b>

    Баллами оплачиваются тренировки, срока у них нет. Оплачивая, вы принимаете условия: /terms.
buy-none = Здесь баллы не продаются: их даёт владелец бота ({ $contact }). Ваши баллы покажет /points.
invoice-description = { $points } для обучения моделей в этом боте. Цена: { $stars }. Срока действия нет.
receipt-credited =
    ✅ Спасибо! Начислено: <b>{ $points }</b>. Оплачено: { $stars }.

    Теперь баллов: <b>{ $balance }</b>
    Чек: <code>{ $charge }</code>
    Платёж остаётся в книгах, и после /forget. Вопросы: /paysupport
receipt-returning =
    Эти баллы не начислены. Вам возвращается оплаченное: { $stars }.
    Чек: <code>{ $charge }</code>. Вопросы: /paysupport
receipt-closed =
    Вы заплатили { $stars }, но здесь больше ничего не продаётся. Звёзды возвращаются вам.
    Чек: <code>{ $charge }</code>
refund-points-gone = ↩️ Вам вернули: { $stars }. Купленных на них баллов больше нет: { $points }.
refund-points-owed = ↩️ Вам вернули: { $stars }. Купленное на них уже потрачено: { $points }. Они спишутся, как только у вас столько будет.
refund-usage = Напишите следом номер покупки или тренировки: /refund <code>stx…</code>. Он есть у человека в чеке и в /points или на странице тренировки в /trainings.
refund-begun = ↩️ Списано: { $points } у <code>{ $personId }</code>. Возвращается: { $stars }.
refund-short = Ничего не возвращено: баллы этой покупки потрачены или отложены. Нужно: { $points }; есть: { $balance }.
refund-cost-returned = ↩️ Возвращено за эту тренировку: { $points } (<code>{ $personId }</code>). Человеку об этом сообщат. Награды, выплаченные из этой суммы, тоже отзываются.
refund-cost-returned-before = За эту тренировку уже вернули: { $points } (<code>{ $personId }</code>).
cost-returned = ↩️ <b>{ $name }</b>: владелец бота вернул вам стоимость этой тренировки, { $points }. Сколько у вас есть, покажет /points.
support-contact = Контакт:
support-operator = владелец этого бота
support-administrator = администратор
paysupport =
    <b>Помощь с оплатой</b>

    Баллы не пришли или хотите вернуть покупку? Напишите нам номер чека: он есть в сообщении после оплаты и в /points. По поводу тренировки назовите её номер: он на её странице в /trainings. Отвечаем мы; поддержка Telegram с покупками здесь не поможет.
terms =
    <b>Условия</b>

    • Что продаётся: баллы за звёзды Telegram. Баллы – цифровой товар; ими оплачиваются только тренировки в этом боте, их нельзя обменять на деньги или передать.
    • Срока действия у баллов нет.
    • Тренировка стоит столько, сколько написано на её карточке до начала, и никогда не больше. Если она не удалась, всё снова ваше.
    • Возвраты: покупка, баллы которой у вас ещё есть, возвращается звёздами, если попросить об этом через /paysupport. Потраченные баллы не возвращаются. То, что нельзя начислить, возвращается само.
    • /forget удаляет всё ваше; записи о баллах и платежах остаются в книгах владельца бота, под вашим номером в Telegram.

# Forgetting

forget-prompt = Удалить <b>всё</b> ваше: черновики, фото, подписи, тренировки и модели? Идущие тренировки будут остановлены. Отменить это нельзя.
forget-yes = 🗑 Да, удалить всё
forget-no = Нет, оставить
forget-done =
    Удалено навсегда:
    • { $trainings ->
        [0] тренировок не было
        [one] { $trainings } тренировка
        [few] { $trainings } тренировки
        [many] { $trainings } тренировок
       *[other] { $trainings } тренировки
    }
    • { $images ->
        [0] фотографий не было
        [one] { $images } фотография
        [few] { $images } фотографии
        [many] { $images } фотографий
       *[other] { $images } фотографии
    }, со всеми подписями
    • { $models ->
        [0] моделей не было
        [one] { $models } модель
        [few] { $models } модели
        [many] { $models } моделей
       *[other] { $models } модели
    }
    • { $links ->
        [0] ссылок на модели не было
        [one] { $links } ссылка на модель
        [few] { $links } ссылки на модели
        [many] { $links } ссылок на модели
       *[other] { $links } ссылки на модели
    }
    • { $photoLinks ->
        [0] ссылок на фото не было
        [one] { $photoLinks } ссылка на фото
        [few] { $photoLinks } ссылки на фото
        [many] { $photoLinks } ссылок на фото
       *[other] { $photoLinks } ссылки на фото
    }
    • { $received ->
        [0] чужих моделей не было
        [one] { $received } чужая модель из вашего списка
        [few] { $received } чужие модели из вашего списка
        [many] { $received } чужих моделей из вашего списка
       *[other] { $received } чужой модели из вашего списка
    }
    • имя, язык и всё, что я помнил о наших чатах
forget-books = Записи о баллах и платежах остаются в книгах владельца бота, и оставшиеся у вас баллы тоже.
forget-kept = Ничего не удалено.

# Refusals and failures: error-<code>, one for each code of the core

error-not-found = Этого больше нет. Что есть, покажет /trainings.
error-not-yours = Это принадлежит кому-то другому.
error-not-admin = Это могут делать только администраторы.
error-conflict = Сейчас это невозможно. Загляните в /trainings и попробуйте ещё раз.
error-not-a-draft = Эта тренировка уже запущена. Как она идёт, покажет /trainings.
error-not-cancellable = Эта тренировка уже не идёт. Чем всё закончилось, покажет /trainings.
error-no-checkpoint-ahead = Впереди нет контрольной точки: тренировка ещё не началась или почти закончена. Её можно остановить сейчас или дать ей закончиться.
error-not-resumable = Возобновить можно только тренировку, которая не удалась или была остановлена. Что с этой, покажет /trainings.
error-too-many-drafts = Открытых черновиков уже { $max }. Сначала завершите или удалите один из них в /trainings.
error-too-many-queued = В очереди уже столько ваших тренировок: { $max }. Запустите эту, когда начнётся одна из них; черновик сохранён.
error-too-many-at-once =
    { $max ->
        [one] У вас уже ждёт или идёт { $max } тренировка, больше сразу нельзя. Черновик сохранён: запустите его, когда она закончится.
        [few] У вас уже ждут или идут { $max } тренировки, больше сразу нельзя. Черновик сохранён: запустите его, когда одна закончится.
        [many] У вас уже ждут или идут { $max } тренировок, больше сразу нельзя. Черновик сохранён: запустите его, когда одна закончится.
       *[other] У вас уже ждут или идут { $max } тренировки, больше сразу нельзя. Черновик сохранён: запустите его, когда одна закончится.
    }
error-new-account =
    { $hours ->
        [one] Вы здесь недавно, пока больше начать нельзя (тренировок: { $max }). Через { $hours } час будет можно; черновик сохранён.
        [few] Вы здесь недавно, пока больше начать нельзя (тренировок: { $max }). Через { $hours } часа будет можно; черновик сохранён.
        [many] Вы здесь недавно, пока больше начать нельзя (тренировок: { $max }). Через { $hours } часов будет можно; черновик сохранён.
       *[other] Вы здесь недавно, пока больше начать нельзя (тренировок: { $max }). Через { $hours } часа будет можно; черновик сохранён.
    }
error-daily-spend =
    { $hours ->
        [0] Это стоит { $price }, а за 24 часа можно потратить не больше { $max } (уже { $spent }). Выберите что-то поменьше; черновик сохранён.
        [one] За 24 часа можно потратить не больше { $max }; уже { $spent }, а это стоит { $price }. Запустите через { $hours } час; черновик сохранён.
        [few] За 24 часа можно потратить не больше { $max }; уже { $spent }, а это стоит { $price }. Запустите через { $hours } часа; черновик сохранён.
        [many] За 24 часа можно потратить не больше { $max }; уже { $spent }, а это стоит { $price }. Запустите через { $hours } часов; черновик сохранён.
       *[other] За 24 часа можно потратить не больше { $max }; уже { $spent }, а это стоит { $price }. Запустите через { $hours } часа; черновик сохранён.
    }
error-name-empty = В названии должна быть хотя бы одна буква. Напишите другое, пожалуйста.
error-name-taken = У вас уже есть тренировка с названием <b>{ $name }</b>. Напишите другое или возьмите <b>{ $free }</b>.
error-name-too-long =
    В этом названии { $length ->
        [one] { $length } символ
        [few] { $length } символа
        [many] { $length } символов
       *[other] { $length } символа
    }, а максимум — { $max }. Напишите короче, пожалуйста.
error-trigger-empty = Напишите слово-триггер, пожалуйста.
error-trigger-too-long =
    В этом слове { $length ->
        [one] { $length } символ
        [few] { $length } символа
        [many] { $length } символов
       *[other] { $length } символа
    }, а максимум — { $max }. Напишите короче, пожалуйста.
error-trigger-characters = Слово-триггер — это одно слово из букв, цифр, - и _, без пробелов. Напишите другое, пожалуйста.
error-recipe-unknown = Такой базовой модели я не знаю. Выберите из списка, пожалуйста.
error-recipe-unavailable = Эту базовую модель здесь сейчас обучить нельзя. Выберите другую, пожалуйста.
error-recipe-unsuitable = Эта базовая модель такому не научится. Выберите другую или обучите что-нибудь другое.
error-subject-unknown = Такое обучать я не умею. Нажмите, пожалуйста, одну из кнопок.
error-subject-unavailable = Базовой модели, которая могла бы этому научиться, здесь сейчас нет. Выберите что-нибудь другое, пожалуйста.
error-option-unknown = Параметра { $option } нет.
error-option-out-of-range = Такое число не подходит. Допустимые значения { $option }: { $allowed }.
error-masks-off = Этот бот не делает маски: его администратор их не включил. Фото берутся целиком.
error-masks-persons-only = Маски находят людей, поэтому годятся, только когда модель учат человеку. Фото берутся целиком.
error-masks-no-clips = Маски делаются по фото, а в этом наборе есть видео. Без видео их можно включить.
error-masks-unavailable = Сейчас здесь нельзя сделать маски. Отключите их в разделе «Подробно» или спросите администратора этого бота.
error-caption-empty = В подписи должно быть хотя бы одно слово. Напишите её ещё раз, пожалуйста.
error-caption-too-long =
    В этой подписи { $length ->
        [one] { $length } символ
        [few] { $length } символа
        [many] { $length } символов
       *[other] { $length } символа
    }, а максимум — { $max }. Напишите короче, пожалуйста.
error-prompt-empty = В промпте должно быть хотя бы одно слово. Напишите его ещё раз, пожалуйста.
error-prompt-too-long =
    В промпте { $length ->
        [one] { $length } символ
        [few] { $length } символа
        [many] { $length } символов
       *[other] { $length } символа
    }, а можно не больше { $max }. Напишите короче, пожалуйста.
error-too-many-prompts = Не больше { $max } промптов для образцов. Измените один или сначала уберите.
error-consent-missing = Прочитайте на карточке, что подтверждает «Запустить», и нажмите эту кнопку там.
error-consent-outdated = Условия на карточке изменились. Прочитайте, что теперь подтверждает «Запустить», и нажмите там.
error-captioner-unavailable = Сервис подписей не отвечает. Попробуйте позже или напишите подписи сами.
error-captioner-failed = Сервис подписей не смог описать фото. Попробуйте ещё раз или напишите подпись сами.
error-captions-used-up = Для этой тренировки больше нет описаний от ИИ (предел: { $max }). Напишите остальные сами или возьмите слово-триггер.
error-captions-resting =
    { $minutes ->
        [one] Описания от ИИ на сегодня закончились; следующее — через { $minutes } минуту.
        [few] Описания от ИИ на сегодня закончились; следующее — через { $minutes } минуты.
        [many] Описания от ИИ на сегодня закончились; следующее — через { $minutes } минут.
       *[other] Описания от ИИ на сегодня закончились; следующее — через { $minutes } минуты.
    } Писать самим можно всегда.
error-voice-off = Голосовые сообщения здесь не переводятся в текст. Напишите подпись, пожалуйста.
error-voice-too-long = Это голосовое сообщение слишком длинное. Скажите подпись, пожалуйста, не дольше чем за { $max } с.
error-voice-unclear = Не удалось разобрать. Скажите ещё раз или напишите подпись, пожалуйста.
error-words-empty = Нужно хотя бы одно слово. Напишите ещё раз, пожалуйста.
error-change-outdated = Это изменение уже устарело. Начните его заново, пожалуйста.
error-image-unreadable = Изображение повреждено. Отправьте его ещё раз, пожалуйста.
error-image-disguised = Это не изображение, что бы ни говорило имя файла. Отправьте JPEG, PNG или WebP, пожалуйста.
error-image-animated = Анимированные изображения не подходят. Отправьте неподвижное, пожалуйста.
error-image-too-small = Размер изображения — { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } px, а короткая сторона должна быть не меньше { $minimum }. Отправьте изображение побольше, пожалуйста.
error-image-too-large = Размер изображения — { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } px, а максимум — { $maximumMegapixels } Мп. Уменьшите его и отправьте ещё раз, пожалуйста.
error-image-file-too-big = Файл слишком большой. Отправьте его как фото или уменьшите, пожалуйста.
error-image-format = Изображения { $format } здесь не читаются. Отправьте JPEG или PNG либо отправьте как фото.
error-image-repeated = Это то же изображение, что и номер { $number }. Оно считается один раз.
error-clip-unreadable = Это видео не читается: оно повреждено или это не MP4 и не WebM. Отправьте его ещё раз, пожалуйста, – как видео, а не файлом.
error-clip-format = Это видео записано в { $codec }, здесь оно не читается. Отправьте его как видео, а не файлом, пожалуйста: тогда Telegram его перекодирует.
error-clip-no-picture = В этом файле нет движущегося изображения, как бы он ни назывался. Отправьте видео, пожалуйста.
error-clip-too-short = Это видео слишком короткое: нужно хотя бы { NUMBER($minimum, maximumFractionDigits: 1) } секунды. Отправьте подлиннее, пожалуйста.
error-clip-too-long = Это видео длится { $seconds } с, а можно не больше { $maximum } с, и изучается только начало. Вырежьте нужный момент, пожалуйста.
error-clip-too-small = Это видео – { $width } × { $height } px; короткая сторона должна быть не меньше { $minimum }. Отправьте покрупнее, пожалуйста.
error-clip-too-large = Это видео – { $width } × { $height } px; больше { $maximumMegapixels } мегапикселей нельзя. Отправьте его как видео, а не файлом, пожалуйста: тогда Telegram его уменьшит.
error-clip-file-too-big = Этот файл слишком большой. Обрежьте видео, пожалуйста, или отправьте его как видео, а не файлом.
error-clip-too-slow = Это видео читается слишком долго. Отправьте его как видео, а не файлом, пожалуйста: тогда Telegram его упростит.
error-clips-not-taken = Эта базовая модель учится по фото; по видео учатся только базовые модели WAN. Отправьте фото, пожалуйста, или начните тренировку с WAN.
error-clips-in-the-way = { $count ->
        [one] Среди ваших фото есть { $count } видео, а эта базовая модель учится только по фото. Выберите WAN, пожалуйста, или сначала уберите видео.
        [few] Среди ваших фото есть { $count } видео, а эта базовая модель учится только по фото. Выберите WAN, пожалуйста, или сначала уберите видео.
        [many] Среди ваших фото есть { $count } видео, а эта базовая модель учится только по фото. Выберите WAN, пожалуйста, или сначала уберите видео.
       *[other] Среди ваших фото есть { $count } видео, а эта базовая модель учится только по фото. Выберите WAN, пожалуйста, или сначала уберите видео.
    }
error-number-missing = Фото { $number } нет; последнее – { $last }. Ничего не убрано.
error-archive-unreadable = Это не zip, или он обрезан. Упакуйте файлы в .zip ещё раз и отправьте снова, пожалуйста.
error-archive-encrypted = Здесь стоит пароль. Упакуйте без пароля, пожалуйста.
error-archive-too-big = Этот zip слишком большой: я могу получить не больше { $max } МБ. Разделите его на несколько или отправьте фото альбомами или файлами.
error-archive-too-many-entries = В этом zip слишком много файлов, максимум — { $max }. Упакуйте только фото и подписи к ним, пожалуйста.
error-archive-bomb = Этот zip распаковывается в объём, какого у фотографий не бывает, поэтому я его не читаю. Упакуйте фото заново, пожалуйста.
error-archive-entry-path = Имя файла ведёт за пределы zip.
error-archive-entry-link = Это ссылка, а не файл.
error-archive-entry-nested = Архивы внутри архива не открываются. Отправьте его отдельно, пожалуйста.
error-archive-entry-method = Упаковано способом, который я не читаю. Упакуйте в обычный .zip, пожалуйста.
error-archive-entry-damaged = Файл в архиве повреждён. Упакуйте его ещё раз, пожалуйста.
error-archive-entry-alone = Рядом нет фото с тем же именем.
error-archive-entry-text = Это не простой текст длиной с подпись.
error-archives-waiting = Ваших zip-файлов в очереди уже { $max }. Отправьте этот ещё раз, когда они будут прочитаны, пожалуйста.
error-dataset-full = Максимум фото — { $max }. Нажмите <b>Готово</b>, чтобы продолжить.
error-dataset-too-small =
    { $count ->
        [0] Фото пока нет
        [one] Пока есть { $count } фотография
        [few] Пока есть { $count } фотографии
        [many] Пока есть { $count } фотографий
       *[other] Пока есть { $count } фотографии
    }, а нужно минимум { $min }. Отправьте ещё, пожалуйста.
error-download-failed = Telegram не отдал файл. Отправьте его ещё раз, пожалуйста.
error-draft-incomplete = Чего-то ещё не хватает. Отправьте /train, чтобы продолжить с того же места.
error-basis-gone = Модель, с которой должна была продолжаться эта тренировка, удалена. Начните новую; фотографии можно выгрузить со страницы этой.
error-ban-admin = Администратору нельзя закрыть доступ. Сначала уберите его id из ADMIN_IDS.
error-gift-invalid = Этот код не действует или больше не действует. Проверьте его ещё раз или попросите новый у того, кто его дал.
error-gift-resting =
    { $minutes ->
        [one] Слишком много кодов, которые не действуют. Попробуйте снова через { $minutes } минуту.
        [few] Слишком много кодов, которые не действуют. Попробуйте снова через { $minutes } минуты.
        [many] Слишком много кодов, которые не действуют. Попробуйте снова через { $minutes } минут.
       *[other] Слишком много кодов, которые не действуют. Попробуйте снова через { $minutes } минуты.
    }
error-person-unknown = Я не знаю этого человека. Сначала он должен прислать мне /start.
error-amount-out-of-range = Это должно быть число от 1 до { $max }.
error-points-short = Для этого нужно { $price ->
        [one] { $price } балл
        [few] { $price } балла
        [many] { $price } баллов
       *[other] { $price } балла
    }, а у вас { $balance }. Пополнить: /buy.
error-offer-unknown = Этого предложения больше нет. Что есть, покажет /buy.
error-offer-not-yours = Это предложение было не вам. Своё вы получите по /buy.
error-offer-amount = Цена этого предложения изменилась. Что есть, покажет /buy.
error-offer-bought = Это предложение уже куплено. Новое даст /buy.
error-offer-expired = Это предложение устарело. Новое даст /buy.
error-offer-closed = Здесь больше ничего не продаётся. Ничего не оплачено.
error-buyer-refused = Вам здесь баллы не продаются. Кого спросить, скажет /paysupport.
error-charge-unknown = Нет ни покупки, ни тренировки с таким номером. Он есть в сообщении после оплаты и в /points этого человека или на странице тренировки в его /trainings.
error-training-not-ended = Эта тренировка ещё не закончена: сколько она стоит, пока неизвестно. Остановите её или дождитесь конца.
error-training-was-free = Эта тренировка ничего не стоила, возвращать нечего.
error-hold-settled = За эту тренировку уже рассчитались. Чем она закончилась, покажет /trainings.
error-link-invalid = Эта ссылка недействительна. Новую даст /trainings.
error-link-expired = Срок действия ссылки истёк. Новую даст /trainings.
error-share-ended = Эта ссылка никуда не ведёт: владелец закрыл доступ или удалил то, чем делился, либо ссылка неполная. Попросите новую.
error-share-own = Это ссылка на вашу собственную модель. Отправьте её другому; посмотреть и отключить её можно в /trainings.
error-share-own-photos = Это ссылка на ваши собственные фото. Отправьте её другому; посмотреть и отключить её можно в /trainings.
error-too-many-shared = У вас { $max } чужих моделей — больше нельзя. Сначала уберите какую-нибудь в /trainings.
error-trainer-bad-job = Программа обучения не приняла настройки. Причину администратор увидит в журнале; попробуйте другие параметры.
error-trainer-bad-dataset = Программа обучения не смогла использовать фото. Начните новую тренировку с другими фото, пожалуйста.
error-trainer-weights = Не удалось загрузить веса базовой модели. Администратору нужно скачать их или принять их лицензию.
error-trainer-memory = Видеокарте не хватает памяти для этой тренировки. Попробуйте «Быстро» или другую базовую модель.
error-trainer-internal = В программе обучения произошёл сбой. Причину администратор увидит в журнале; тренировку можно запустить снова.
error-trainer-lost = Тренировка несколько раз прерывалась и была прекращена. Её можно запустить снова.
error-trainer-hung = Тренировка несколько раз замирала и была прекращена. Её можно запустить снова.
error-trainer-start = Не удалось запустить программу обучения. Причину администратор увидит в журнале; попробуйте позже.
error-trainer-away = Машина для обучения не отвечает уже несколько минут. Попробуйте позже.
error-trainer-timeout = Тренировка шла намного дольше, чем должна, и была остановлена. Попробуйте «Быстро».
error-model-invalid = Обученный файл не прошёл проверку, поэтому вы его не получите. Тренировку можно запустить снова.
error-storage-failed = Хранилище не отвечает. Попробуйте ещё раз чуть позже.
error-disk-full = На диске сервера нет места. Попробуйте позже, пожалуйста.
error-internal = У нас что-то пошло не так. Ничего не потеряно; попробуйте ещё раз.
