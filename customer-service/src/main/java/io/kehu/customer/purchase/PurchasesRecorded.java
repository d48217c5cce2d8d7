package io.kehu.customer.purchase;

import java.util.List;

/** Purchases were stored. */
record PurchasesRecorded(List<Purchase> purchases) {}
