/**
 * What portals say, in the languages GLPI is most used in, as sources of case-insensitive regular expressions. Words
 * only ever raise a confidence: a portal in any other language is known by its structure.
 */
export const words = {
  search:
    "search|find\\b|looking for|recherch|cherch|such|wonach|busca|pesquis|cerca\\b|cercare|ricerca|zoek|szuk|hledat|sök|søg|поиск|искать|搜索|検索|ara\\b",
  home: "^home|accueil|startseite|inicio|^início|^home|strona główna|domů|главная",
  mine: "(my|your|latest|recent).{0,12}(request|ticket|issue|case)|(mes|vos|dernières).{0,20}(demande|ticket|incident)|(meine|ihre|letzte).{0,12}(anfrage|ticket|anforderung|meldung)|(mis|sus|tus).{0,12}(solicitud|ticket|caso|petic)|(miei|mie|vostr|ultim).{0,14}(richiest|ticket)|(meus|minhas).{0,12}(pedido|chamado|ticket|solicita)|mijn.{0,12}(aanvra|ticket|melding|verzoek)|moje.{0,12}(zgłosz|bilet|požadav|tiket)|мои (заявки|обращ)",
  create:
    "(create|new|make|submit|open|raise).{0,10}(request|ticket|issue|case)|ask for help|(créer|nouvelle|faire|soumettre).{0,10}(demande|ticket)|(neue|anfrage|ticket).{0,12}(anfrage|ticket|erstellen|stellen|absenden)|hilfe anfordern|(nueva?|crear|enviar).{0,8}(solicitud|ticket|petic)|(nuov|crea|invia).{0,8}(richiest|ticket)|(nov|criar|abrir|enviar).{0,8}(pedido|chamado|ticket)|(nieuw|maak|indienen).{0,12}(aanvra|ticket|melding|verzoek)",
  submit:
    "^(send|submit|next|continue|create|save|confirm|envoyer|soumettre|valider|suivant|créer|senden|absenden|weiter|bestätigen|einreichen|erstellen|enviar|siguiente|crear|invia|avanti|crea|conferma|próximo|criar|verzenden|indienen|versturen|volgende|wyślij|dalej|odeslat)",
  back: "^(cancel|back|previous|reset|annuler|retour|précédent|abbrechen|zurück|cancelar|volver|atrás|annulla|indietro|voltar|annuleren|terug|anuluj|wstecz|zpět)",
  status:
    "^(new|open|pending|waiting.*|in progress|processing.*|planned|on hold|assigned|solved|resolved|closed|done|approved|refused|nouveau|nouvelle|ouvert|en attente.*|en cours.*|planifié|résolue?|clos|clôturée?|fermé|neu|offen|wartend|wartet.*|in bearbeitung.*|geplant|zugewiesen|gelöst|erledigt|geschlossen|nuev[oa]|abierto|en espera|pendiente|en curso.*|resuelto|cerrado|nuov[oa]|apert[oa]|in attesa|in corso.*|risolt[oa]|chius[oa]|novo|aberto|pendente|em andamento|resolvido|fechado|nieuw|open|in behandeling|wachtend|opgelost|gesloten|nowy|oczekuj.*|rozwiązan.*|zamknięt.*)$",
  greeting:
    "^(hello|hi\\b|welcome|good (morning|day|afternoon)|bonjour|bienvenue|guten (tag|morgen)|hallo|willkommen|hola|bienvenid|buongiorno|ciao|benvenut|olá|bem-vind|goede|welkom|witaj|cześć|vítejte)|how can we help|what can we do|comment pouvons-nous|que pouvons-nous|wie können wir|was können wir|cómo podemos|come possiamo|como podemos|hoe kunnen we|waarmee kunnen",
  category: "categor|catégor|kategor|rubri|thema|thème|topic|catálogo|domain",
  legal:
    "©|copyright|legal|mentions|impressum|datenschutz|privacy|privacidad|confidential|contact|kontakt|support team|service desk",
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
