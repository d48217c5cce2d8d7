package io.kehu.identity.number;

/**
 * A customer number (客户号).
 *
 * @param number canonical: upper case, no separators; what other services store
 * @param display grouped for people
 */
public record CustomerNumber(String number, String display) {}
