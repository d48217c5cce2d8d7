package io.kehu.loyalty.ledger;

/** What became of a booking. */
public sealed interface Outcome permits Booked, Refused {}
