package io.kehu.loyalty.earning;

import io.kehu.loyalty.ledger.MemberLocks;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.tier.AssignTiers;
import io.kehu.loyalty.tier.Tier;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds out about purchases what rules want to know of who bought: tiers and memberships as they are now. */
@Repository
class Occasions {

    private final AssignTiers tiers;
    private final MemberLocks members;
    private final JdbcClient jdbc;

    Occasions(AssignTiers tiers, MemberLocks members, JdbcClient jdbc) {
        this.tiers = tiers;
        this.members = members;
        this.jdbc = jdbc;
    }

    /** In the order of the purchases. */
    List<Occasion> of(Program program, RuleSet rules, List<PurchaseRecorded> purchases) {
        List<String> numbers =
                purchases.stream().map(PurchaseRecorded::number).distinct().toList();
        Map<String, Tier> tierOf = tiers.current(program, numbers);
        Map<String, String> living = members.living(numbers);
        Map<String, Instant> since = rules.read("member") ? since(program, living.values()) : Map.of();
        return purchases.stream()
                .map(purchase -> {
                    String member = living.getOrDefault(purchase.number(), purchase.number());
                    return new Occasion(
                            purchase, member, tierOf.get(purchase.number()), since.get(member), program.zone());
                })
                .toList();
    }

    private Map<String, Instant> since(Program program, Collection<String> living) {
        Map<String, Instant> since = new HashMap<>();
        jdbc.sql("SELECT number, opened_at FROM member WHERE program = :program AND number = ANY (:numbers)")
                .param("program", program.code())
                .param("numbers", living.stream().distinct().toArray(String[]::new))
                .query(row -> {
                    since.put(
                            row.getString("number"),
                            row.getTimestamp("opened_at").toInstant());
                });
        return since;
    }
}
