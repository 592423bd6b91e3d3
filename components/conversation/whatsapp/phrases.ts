// What WhatsApp prints in place of media, deleted messages and the like, by language. Such lists never close, so
// `classify.ts` adds rules of structure; these are for exports that carry no other sign.

function oneOf(phrases: readonly string[]): (text: string) => boolean {
  const known = new Set(phrases.map(plain));
  return (text) => known.has(plain(text));
}

function plain(phrase: string): string {
  return phrase
    .normalize("NFC")
    .trim()
    .replace(/[.。]$/u, "")
    .toLowerCase();
}

/** The whole body on Android, without its angle brackets. */
export const isMediaOmitted = oneOf([
  "Media omitted",
  "Multimedia omitido",
  "Archivo omitido",
  "Mídia oculta",
  "Ficheiro não revelado",
  "Médias omis",
  "Media omessi",
  "Media omesso",
  "Medien ausgeschlossen",
  "Medien weggelassen",
  "Medien ausgelassen",
  "Media weggelaten",
  "Без медиафайлов",
  "Файл пропущен",
  "Medya dahil edilmedi",
  "メディアは含まれていません",
  "미디어 파일 제외됨",
  "省略多媒體檔",
  "忽略多媒体文件",
  "Pominięto multimedia",
  "Media jätettiin pois",
  "Media utelämnat",
  "Mediefil utelatt",
  "Medier utelatt",
  "Mediefil udeladt",
  "Média vynechány",
  "תוכן המדיה הושמט",
  "تم استبعاد الوسائط",
  "Media tidak disertakan",
  "मीडिया छोड़ दी गई",
]);

/** After a file's name, in parentheses. */
export const isFileAttached = oneOf([
  "file attached",
  "Datei angehängt",
  "archivo adjunto",
  "arquivo anexado",
  "ficheiro anexado",
  "fichier joint",
  "file allegato",
  "bestand bijgevoegd",
  "файл добавлен",
  "dosya ekli",
  "添付ファイル",
  "첨부 파일",
  "파일 첨부됨",
  "文件附件",
  "檔案已附加",
  "附件檔案",
  "załączono plik",
  "liitetiedosto",
  "bifogad fil",
  "fil vedlagt",
  "fil vedhæftet",
  "přiložený soubor",
  "קובץ מצורף",
  "الملف مرفق",
  "file terlampir",
  "संलग्न फ़ाइल",
]);

export const isDeleted = oneOf([
  "This message was deleted",
  "You deleted this message",
  "This message was deleted by admin",
  "Se eliminó este mensaje",
  "Este mensaje fue eliminado",
  "Eliminaste este mensaje",
  "Mensagem apagada",
  "Você apagou esta mensagem",
  "Apagou esta mensagem",
  "Diese Nachricht wurde gelöscht",
  "Du hast diese Nachricht gelöscht",
  "Ce message a été supprimé",
  "Vous avez supprimé ce message",
  "Questo messaggio è stato eliminato",
  "Hai eliminato questo messaggio",
  "Dit bericht is verwijderd",
  "U hebt dit bericht verwijderd",
  "Je hebt dit bericht verwijderd",
  "Данное сообщение удалено",
  "Вы удалили данное сообщение",
  "Bu mesaj silindi",
  "Bu mesajı sildiniz",
  "このメッセージは削除されました",
  "メッセージを削除しました",
  "삭제된 메시지입니다",
  "메시지를 삭제했습니다",
  "此訊息已刪除",
  "您已刪除此訊息",
  "此消息已删除",
  "您删除了这条消息",
  "Wiadomość została usunięta",
  "Tämä viesti poistettiin",
  "Meddelandet raderades",
  "הודעה זו נמחקה",
  "تم حذف هذه الرسالة",
  "Pesan ini telah dihapus",
  "यह मैसेज मिटा दिया गया है",
]);

/** At the very end of a body, without its angle brackets. */
export const isEditedMark = oneOf([
  "This message was edited",
  "Se editó este mensaje",
  "Diese Nachricht wurde bearbeitet",
  "Ce message a été modifié",
  "Mensagem editada",
  "Esta mensagem foi editada",
  "Questo messaggio è stato modificato",
  "Dit bericht is bewerkt",
  "Данное сообщение изменено",
  "Bu mesaj düzenlendi",
  "このメッセージは編集されました",
  "이 메시지는 수정되었습니다",
  "此訊息已編輯",
  "此消息已编辑",
  "Ta wiadomość została edytowana",
  "Tätä viestiä muokattiin",
  "Meddelandet redigerades",
  "הודעה זו נערכה",
  "تم تعديل هذه الرسالة",
  "Pesan ini diedit",
]);

export const isLiveLocation = oneOf([
  "live location shared",
  "se compartió ubicación en tiempo real",
  "Live-Standort wird geteilt",
  "localisation en direct partagée",
  "localização em tempo real compartilhada",
  "posizione in tempo reale condivisa",
  "live locatie gedeeld",
]);

/** iPhones put U+200E before these; without it they are somebody's words. */
export const omittedWords =
  /omitted|weggelassen|ausgelassen|ausgeschlossen|omitid[oa]|ocultad[oa]|oculta|absente?|omise?s?\b|omess[oaei]|weggelaten|dahil edilmedi|отсутству|пропущен|含まれていません|생략|제외|省略|忽略|utelämna|udeladt|utelatt|pominięt|jätettiin pois|vynechán|kihagyva|הושמט|استبعاد|tidak disertakan|छोड़/iu;
export const callWords =
  /\b(?:missed|no answer|voice call|video call|llamada|chamada|ligação|perdida|anruf|verpasst|appel|manqué|chiamata|persa|oproep|gemist|arama|cevapsız)\b|звонок|不在着信|通話|부재중|통화|未接|通话|מכ?שיחה|مكالمة/iu;
export const pollTitle =
  /^(?:POLL|ENCUESTA|ENQUETE|SONDAGEM|UMFRAGE|SONDAGE|SONDAGGIO|PEILING|POLL|ОПРОС|ANKET|ANKIETA|アンケート|投票|투표)\s?[:：]\s*\n/iu;

export const mediaWords: readonly (readonly [
  "image" | "video" | "audio" | "sticker" | "gif" | "document" | "contact",
  RegExp,
])[] = [
  ["sticker", /sticker|autocollant|figurinha|adesivo|стикер|ステッカー|스티커|贴图|貼圖|çıkartma|tarra/iu],
  ["gif", /\bgif\b/iu],
  ["contact", /contact|kontakt|contatto|контакт|連絡先|연락처|联系人|聯絡人|kişi kartı/iu],
  ["document", /document|dokument|documento|belge|документ|文書|ドキュメント|문서|文档|文件|asiakirja/iu],
  ["video", /v[ií]d[eé]o|видео|ビデオ|動画|비디오|동영상|视频|影片/iu],
  ["audio", /audio|áudio|ses|аудио|オーディオ|音声|오디오|음성|音频|語音|ääni|ljud/iu],
  [
    "image",
    /image|imagen|imagem|immagine|bild|afbeelding|foto|görüntü|изображени|画像|이미지|사진|图片|圖片|kuva|billede|zdjęci|obraz/iu,
  ],
];
