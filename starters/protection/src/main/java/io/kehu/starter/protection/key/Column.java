package io.kehu.starter.protection.key;

/** Where an encrypted value lives. Part of what is authenticated: a value moved to another column or customer cannot be opened. */
public record Column(String table, String name) {}
