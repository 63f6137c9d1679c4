import type { Dice } from "./page.ts";

/** What portals say, by language; the last is no country's: nothing on such a page can be known by its words. */
interface Vocabulary {
  greeting: string[];
  lead: string[];
  search: string[];
  groups: string[];
  services: [name: string, text: string][];
  categories: string[];
  menu: string[];
  questions: string[];
  sections: string[];
  options: string[];
  send: string[];
  back: string[];
  create: string[];
  mine: string[];
  states: string[];
  tickets: string[];
  notices: string[];
  foot: string[];
  forms: string[];
  hints: string[];
  step: string;
  brand: string[];
}

const english: Vocabulary = {
  greeting: ["Hello Camille", "How can we help?", "Welcome to the service desk", "What do you need today?"],
  lead: ["Tell us what is wrong and we will take it from there.", "Everything you can ask us for."],
  search: ["Search", "What are you looking for?", "Find a service"],
  groups: ["Workplace", "Accounts and access", "Buildings", "People", "Network"],
  services: [
    ["Report a fault", "Something does not work"],
    ["Order a laptop", "For new colleagues and replacements"],
    ["Reset my password", "You cannot sign in"],
    ["Access to a folder", "Shared drives and teams"],
    ["Book a room", "Meetings and visitors"],
    ["New colleague", "Everything for the first day"],
    ["Telephone", "Handsets, numbers, voicemail"],
    ["Printer", "Paper, toner, jams"],
    ["Software", "Install or update a program"],
    ["Badge", "Lost, broken or new"],
    ["Parking", "A place for a day or a year"],
    ["Travel", "Tickets and hotels"],
    ["Move a desk", "Within the building"],
  ],
  categories: ["All", "Hardware", "Software", "Network", "Human resources", "Facilities"],
  menu: ["Home", "New request", "My requests", "Knowledge", "Contact"],
  questions: [
    "Title",
    "Your telephone number",
    "Room",
    "What happened?",
    "Since when",
    "How urgent is it",
    "Who is concerned",
    "Attachment",
    "Which device",
    "Approver",
    "Reason",
    "Delivery date",
  ],
  sections: ["About you", "What it is about", "Details", "When and where"],
  options: ["Low", "Medium", "High", "Today", "This week", "Later", "Yes", "No"],
  send: ["Send", "Submit", "Submit request"],
  back: ["Cancel", "Back", "Reset"],
  create: ["New request", "Create a ticket"],
  mine: ["My requests", "Your latest tickets"],
  states: ["New", "In progress", "Pending", "Solved", "Closed"],
  tickets: [
    "Screen flickers",
    "No access to the drive",
    "Printer on floor 3",
    "Laptop for a trainee",
    "Telephone rings twice",
    "Mail bounces",
  ],
  notices: ["Mail will be down on Saturday from 8 to 10.", "The office in Lyon is closed on Friday."],
  foot: ["IT service desk, extension 4000", "© 2026 Example, privacy and terms"],
  forms: ["Report a fault", "Order equipment"],
  hints: ["As it stands on the label.", "Only if you know it."],
  step: "Step 2 of 3",
  brand: ["Service desk", "Help"],
};
const french: Vocabulary = {
  greeting: ["Bonjour Camille", "Comment pouvons-nous vous aider ?", "Bienvenue"],
  lead: ["Dites-nous ce qui ne va pas.", "Tout ce que vous pouvez demander."],
  search: ["Rechercher", "Que cherchez-vous ?"],
  groups: ["Poste de travail", "Comptes et accès", "Bâtiments", "Ressources humaines", "Réseau"],
  services: [
    ["Signaler une panne", "Quelque chose ne marche pas"],
    ["Commander un portable", "Arrivées et remplacements"],
    ["Mot de passe oublié", "Connexion impossible"],
    ["Accès à un dossier", "Partages et équipes"],
    ["Réserver une salle", "Réunions et visiteurs"],
    ["Nouvel arrivant", "Tout pour le premier jour"],
    ["Téléphone", "Postes et messagerie"],
    ["Imprimante", "Papier, toner, bourrage"],
    ["Logiciel", "Installer ou mettre à jour"],
    ["Badge", "Perdu, cassé ou nouveau"],
    ["Stationnement", "Une place pour un jour"],
    ["Voyage", "Billets et hôtels"],
    ["Déménager un bureau", "Dans le bâtiment"],
  ],
  categories: ["Tout", "Matériel", "Logiciels", "Réseau", "Ressources humaines", "Locaux"],
  menu: ["Accueil", "Nouvelle demande", "Mes demandes", "Base de connaissances", "Contact"],
  questions: [
    "Titre",
    "Votre téléphone",
    "Bureau",
    "Que s'est-il passé ?",
    "Depuis quand",
    "Urgence",
    "Personne concernée",
    "Pièce jointe",
    "Quel appareil",
    "Valideur",
    "Motif",
    "Date de livraison",
  ],
  sections: ["À propos de vous", "De quoi il s'agit", "Détails", "Quand et où"],
  options: ["Basse", "Moyenne", "Haute", "Aujourd'hui", "Cette semaine", "Plus tard", "Oui", "Non"],
  send: ["Envoyer", "Soumettre", "Valider"],
  back: ["Annuler", "Retour"],
  create: ["Nouvelle demande", "Créer un ticket"],
  mine: ["Mes demandes", "Vos derniers tickets"],
  states: ["Nouveau", "En cours", "En attente", "Résolu", "Clos"],
  tickets: [
    "Écran qui clignote",
    "Pas d'accès au lecteur",
    "Imprimante au 3e",
    "Portable pour un stagiaire",
    "Le téléphone sonne deux fois",
    "Courriel refusé",
  ],
  notices: ["La messagerie sera coupée samedi de 8 h à 10 h.", "Le bureau de Lyon est fermé vendredi."],
  foot: ["Service informatique, poste 4000", "© 2026 Exemple, mentions légales"],
  forms: ["Signaler une panne", "Commander du matériel"],
  hints: ["Tel qu'inscrit sur l'étiquette.", "Si vous le connaissez."],
  step: "Étape 2 sur 3",
  brand: ["Assistance", "Aide"],
};
const german: Vocabulary = {
  greeting: ["Hallo Camille", "Wie können wir helfen?", "Willkommen beim Servicedesk"],
  lead: ["Sagen Sie uns, was nicht geht.", "Alles, was Sie anfordern können."],
  search: ["Suchen", "Wonach suchen Sie?"],
  groups: ["Arbeitsplatz", "Konten und Zugriff", "Gebäude", "Personal", "Netzwerk"],
  services: [
    ["Störung melden", "Etwas funktioniert nicht"],
    ["Notebook bestellen", "Neue Kollegen und Ersatz"],
    ["Kennwort zurücksetzen", "Anmeldung nicht möglich"],
    ["Zugriff auf einen Ordner", "Freigaben und Teams"],
    ["Raum buchen", "Besprechungen und Besuch"],
    ["Neue Kollegin", "Alles für den ersten Tag"],
    ["Telefon", "Geräte und Mailbox"],
    ["Drucker", "Papier, Toner, Stau"],
    ["Software", "Einrichten oder erneuern"],
    ["Ausweis", "Verloren, defekt, neu"],
    ["Parkplatz", "Für einen Tag oder ein Jahr"],
    ["Reise", "Fahrkarten und Hotels"],
    ["Umzug", "Im Gebäude"],
  ],
  categories: ["Alle", "Hardware", "Software", "Netzwerk", "Personal", "Gebäude"],
  menu: ["Startseite", "Neue Anfrage", "Meine Anfragen", "Wissen", "Kontakt"],
  questions: [
    "Titel",
    "Ihre Telefonnummer",
    "Raum",
    "Was ist passiert?",
    "Seit wann",
    "Dringlichkeit",
    "Betroffene Person",
    "Anhang",
    "Welches Gerät",
    "Genehmiger",
    "Grund",
    "Liefertermin",
  ],
  sections: ["Über Sie", "Worum es geht", "Einzelheiten", "Wann und wo"],
  options: ["Niedrig", "Mittel", "Hoch", "Heute", "Diese Woche", "Später", "Ja", "Nein"],
  send: ["Senden", "Absenden"],
  back: ["Abbrechen", "Zurück"],
  create: ["Neue Anfrage", "Ticket erstellen"],
  mine: ["Meine Anfragen", "Ihre letzten Tickets"],
  states: ["Neu", "In Bearbeitung", "Wartend", "Gelöst", "Geschlossen"],
  tickets: [
    "Bildschirm flackert",
    "Kein Zugriff auf das Laufwerk",
    "Drucker im 3. Stock",
    "Notebook für Praktikantin",
    "Telefon klingelt zweimal",
    "Mail kommt zurück",
  ],
  notices: [
    "Am Samstag ist die Mail von 8 bis 10 Uhr nicht erreichbar.",
    "Das Büro in Lyon ist am Freitag geschlossen.",
  ],
  foot: ["IT-Service, Durchwahl 4000", "© 2026 Beispiel, Impressum und Datenschutz"],
  forms: ["Störung melden", "Ausstattung bestellen"],
  hints: ["Wie auf dem Aufkleber.", "Falls bekannt."],
  step: "Schritt 2 von 3",
  brand: ["Servicedesk", "Hilfe"],
};

const invent = (text: string): string => {
  const [vowels, consonants] = ["aeiou", "bcdfghjklmnprstvz"] as const;
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[a-z]/gi, (letter) => {
      const low = letter.toLowerCase();
      const from = vowels.includes(low) ? vowels : consonants;
      const at = from.indexOf(low);
      if (at < 0) return letter;
      const other = from[(at + (from === vowels ? 2 : 5)) % from.length] as string;
      return letter === low ? other : other.toUpperCase();
    });
};
const deep = <T>(value: T): T =>
  typeof value === "string"
    ? (invent(value) as T)
    : Array.isArray(value)
      ? (value.map(deep) as T)
      : (Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, deep(inner)])) as T);
const arabic: Vocabulary = {
  ...deep(english),
  greeting: ["مرحبا كاميل", "كيف يمكننا مساعدتك؟"],
  lead: ["أخبرنا بما لا يعمل.", "كل ما يمكنك طلبه."],
  search: ["بحث"],
  groups: ["مكان العمل", "الحسابات", "المباني", "الموظفون", "الشبكة"],
  services: [
    ["الإبلاغ عن عطل", "شيء لا يعمل"],
    ["طلب حاسوب", "للموظفين الجدد"],
    ["كلمة المرور", "لا يمكنك الدخول"],
    ["الوصول إلى مجلد", "الملفات المشتركة"],
    ["حجز قاعة", "الاجتماعات"],
    ["موظف جديد", "كل ما يلزم"],
    ["الهاتف", "الأجهزة والأرقام"],
    ["الطابعة", "الورق والحبر"],
    ["البرامج", "تثبيت أو تحديث"],
    ["البطاقة", "مفقودة أو جديدة"],
    ["موقف", "ليوم أو سنة"],
    ["السفر", "التذاكر والفنادق"],
  ],
  categories: ["الكل", "الأجهزة", "البرامج", "الشبكة", "الموارد", "المرافق"],
  menu: ["الرئيسية", "طلب جديد", "طلباتي", "المعرفة", "اتصل"],
  questions: [
    "العنوان",
    "رقم هاتفك",
    "الغرفة",
    "ماذا حدث؟",
    "منذ متى",
    "الأولوية",
    "من المعني",
    "مرفق",
    "أي جهاز",
    "الموافق",
    "السبب",
    "تاريخ التسليم",
  ],
  sections: ["عنك", "الموضوع", "التفاصيل", "متى وأين"],
  options: ["منخفض", "متوسط", "مرتفع", "اليوم", "هذا الأسبوع", "لاحقا", "نعم", "لا"],
  send: ["إرسال"],
  back: ["إلغاء"],
  create: ["طلب جديد"],
  mine: ["طلباتي"],
  states: ["جديد", "قيد التنفيذ", "معلق", "محلول", "مغلق"],
  tickets: [
    "الشاشة تومض",
    "لا وصول إلى القرص",
    "طابعة الطابق الثالث",
    "حاسوب لمتدرب",
    "الهاتف يرن مرتين",
    "البريد مرفوض",
  ],
  notices: ["سيتوقف البريد يوم السبت من 8 إلى 10."],
  foot: ["مكتب الخدمة، تحويلة 4000"],
  forms: ["الإبلاغ عن عطل"],
  hints: ["كما هو مكتوب."],
  step: "الخطوة 2 من 3",
  brand: ["مكتب الخدمة"],
};

export const languages = { en: english, fr: french, de: german, ar: arabic, zxx: deep(english) };
export type Language = keyof typeof languages;
export type Words = Vocabulary;
export const someOf = <T>(dice: Dice, list: readonly T[], count: number): T[] => dice.shuffled(list).slice(0, count);
