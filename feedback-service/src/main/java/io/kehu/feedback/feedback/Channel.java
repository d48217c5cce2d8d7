package io.kehu.feedback.feedback;

/** How feedback came in. */
public enum Channel {
    WEB,
    APP,
    PHONE,
    MAIL,
    SMS,
    WECHAT,
    STORE,
    SOCIAL
}
