package io.kehu.feedback.complaint;

/** A text that belongs to an event of a case. */
record CaseText(int seq, CaseTextKind kind, String body) {}
