package io.kehu.loyalty.notice;

import java.time.LocalDate;
import java.util.UUID;

/** As in docs/events/loyalty.points.expiring.v1. */
record PointsExpiring(
        UUID noticeId, String number, String program, String month, long points, LocalDate lastDay, long balance) {}
