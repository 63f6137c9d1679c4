/**
 * What portals say, in the languages GLPI is most used in, as sources of case-insensitive regular expressions. Words
 * only ever raise a confidence: a portal in any other language is known by its structure.
 */
export const words = {
  search:
    "search|find\\b|looking for|recherch|cherch|such|wonach|busca|pesquis|cerca\\b|cercare|ricerca|zoek|szuk|hledat|sök|søg|поиск|искать|搜索|検索|ara\\b|haku|etsi|keres|caut|пошук|αναζήτ|søk|tìm|بحث",
  home: "^home|accueil|startseite|inicio|^início|^home|strona główna|domů|главная|^hem$|^hjem$|^etusivu|^kezd|^acas|^ana sayfa|^головна|^ホーム|^首页|^홈",
  mine: "(my|your|latest|recent).{0,12}(request|ticket|issue|case)|(mes|vos|dernières).{0,20}(demande|ticket|incident)|(meine|ihre|letzte).{0,12}(anfrage|ticket|anforderung|meldung)|(mis|sus|tus).{0,12}(solicitud|ticket|caso|petic)|(miei|mie|vostr|ultim).{0,14}(richiest|ticket)|(meus|minhas).{0,12}(pedido|chamado|ticket|solicita)|mijn.{0,12}(aanvra|ticket|melding|verzoek)|moje.{0,12}(zgłosz|bilet|požadav|tiket)|мои (заявки|обращ)|(mina|dina|mine|dine).{0,12}(ärende|begär|sak|sag|henvend|bestill)|omat.{0,8}(pyynn|tike|palvelu)|(saját|kéréseim|bejelentéseim)|(cererile|solicitările|tichetele) mele|(taleplerim|biletlerim)|мої (заявки|звернення)|マイ|自分の|我的(请求|工单|申请)|내 (요청|티켓)|pedidos$",
  create:
    "(create|new|make|submit|open|raise).{0,10}(request|ticket)|report.{0,12}(issue|problem|fault|incident)|ask for help|get help|(créer|nouvelle|faire|soumettre).{0,10}(demande|ticket)|(neue|anfrage|ticket).{0,12}(anfrage|ticket|erstellen|stellen|absenden)|hilfe anfordern|(nueva?|crear|enviar).{0,8}(solicitud|ticket|petic)|(nuov|crea|invia).{0,8}(richiest|ticket)|(nov|criar|abrir|enviar).{0,8}(pedido|chamado|ticket)|(nieuw|maak|indienen).{0,12}(aanvra|ticket|melding|verzoek)|(nytt|skapa|ny|opprett|opret).{0,10}(ärende|begäran|sak|sag|henvendelse)|felanmäl|(uusi|luo).{0,10}(pyyntö|tiketti)|új (kérés|bejelentés)|(cerere|solicitare) nou|yeni talep|нова заявка|новая заявка|新規(申請|リクエスト)|新建(请求|工单)|(nowe|utwórz).{0,10}(zgłosz|wniosek)|(nov[ýé]|vytvořit).{0,10}(požadav|tiket)|(signaler|déclarer).{0,12}(incident|panne|problème)|(störung|problem|fehler) melden",
  submit:
    "^(send|submit|next|continue|create|save|confirm|envoyer|soumettre|valider|suivant|créer|senden|absenden|weiter|bestätigen|einreichen|erstellen|enviar|siguiente|crear|invia|avanti|crea|conferma|próximo|criar|verzenden|indienen|versturen|volgende|wyślij|dalej|odeslat|skicka|nästa|send inn|neste|næste|lähetä|seuraava|küldés|tovább|trimite|gönder|надіслати|отправить|далее|далі|送信|次へ|提交|下一步|전송|potvrdit|další)",
  back: "^(cancel|back|previous|reset|annuler|retour|précédent|abbrechen|zurück|cancelar|volver|atrás|annulla|indietro|voltar|annuleren|terug|anuluj|wstecz|zpět|avbryt|tillbaka|tilbage|annuller|peruuta|takaisin|mégse|vissza|anulează|înapoi|iptal|geri|скасувати|отмена|назад|キャンセル|戻る|取消|返回)",
  status:
    "^(new|open|pending|waiting.*|in progress|processing.*|planned|on hold|assigned|solved|resolved|closed|done|approved|refused|nouveau|nouvelle|ouvert|en attente.*|en cours.*|planifié|résolue?|clos|clôturée?|fermé|neu|offen|wartend|wartet.*|in bearbeitung.*|geplant|zugewiesen|gelöst|erledigt|geschlossen|nuev[oa]|abierto|en espera|pendiente|en curso.*|resuelto|cerrado|nuov[oa]|apert[oa]|in attesa|in corso.*|risolt[oa]|chius[oa]|novo|aberto|pendente|em andamento|resolvido|fechado|nieuw|open|in behandeling|wachtend|opgelost|gesloten|nowy|oczekuj.*|rozwiązan.*|zamknięt.*|ny|väntar.*|pågår.*|löst|stängd|avslutad|venter|løst|lukket|odottaa|käsittelyssä|ratkaistu|suljettu|várakoz.*|folyamatban|megoldva|lezárt|în așteptare|rezolvat|închis|bekliyor|çözüldü|kapalı|новая|новий|в работе|в роботі|решено|вирішено|закрыто|закрито|対応中|完了|未対応|保留|新規|处理中|已解决|已关闭|otevřen.*|vyřešen.*|uzavřen.*|otwart.*|w toku|nov[ýá]|em curso|em espera|behandlas|afgehandeld|wacht.*)$",
  greeting:
    "^(hello|hi\\b|welcome|good (morning|day|afternoon)|bonjour|bienvenue|guten (tag|morgen)|hallo|willkommen|hola|bienvenid|buongiorno|ciao|benvenut|olá|bem-vind|goede|welkom|witaj|cześć|vítejte)|how can we help|what can we do|comment pouvons-nous|que pouvons-nous|wie können wir|was können wir|cómo podemos|come possiamo|como podemos|hoe kunnen we|waarmee kunnen|^(hej|hei|tere|moi|terve|üdvöz|szia|bună|merhaba|hoş geldin|вітаємо|добро пожаловать|здравствуйте|こんにちは|ようこそ|您好|欢迎|안녕)|vad behöver du|hur kan vi|miten voimme|miben segíthet|お手伝い|何かお困り|jak możemy|jak vám můžeme",
  category:
    "categor|catégor|kategor|rubri|thema|thème|topic|catálogo|domain|luokk|aihe|ämne|emne|téma|temat|konu|категор|тема|カテゴリ|分类|类别",
  legal:
    "©|copyright|legal|mentions|impressum|datenschutz|privacy|privacidad|confidential|contact|kontakt|support team|service desk|juridi|kontakt|yhteys|jogi|gizlilik|правов|プライバシ|版权|imprint|terms",
} as const;

/** Parts of class names and ids that programmers give: hints, since any of them may be missing or wrong. */
export const hints = {
  hero: "hero|banner|welcome|jumbotron|masthead|greeting",
  tile: "tile|card|service|shortcut",
  category: "categ|rubri|topic|filter|accordion",
  ticket: "ticket|issue|request|incident|case",
  status: "status|state|badge|pill|chip|label",
  message: "alert|message|notice|notif|callout|toast|info-?bar|flash",
  footer: "foot|legal|copyright",
} as const;
