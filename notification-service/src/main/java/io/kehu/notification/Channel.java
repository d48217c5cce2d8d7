package io.kehu.notification;

/** How a customer is reached. */
public enum Channel {
    EMAIL,
    SMS,
    WECHAT,
    INBOX
}
