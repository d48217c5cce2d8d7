package io.kehu.feedback.complaint;

import java.time.Instant;

/**
 * One entry of a case's history.
 *
 * @param seq its place, from 1
 * @param change what happened
 * @param actor who did it
 * @param at when it happened, in whole seconds
 * @param version the case's version afterwards
 */
record CaseEvent(int seq, CaseChange change, String actor, Instant at, long version) {}
