package io.kehu.identity.adopt;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The last line of a report; a report without it broke off.
 *
 * @param summary always true
 * @param lines without the header
 */
@JsonPropertyOrder({"summary", "lines", "accepted", "alreadyThere", "colliding", "malformed"})
record AdoptionSummary(boolean summary, int lines, int accepted, int alreadyThere, int colliding, int malformed) {}
