package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.protection.key.PersonalData.Vault;
import io.kehu.starter.protection.key.UnreadableValueException;
import io.kehu.starter.protection.mask.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code case_text}, and the sealing of all texts of a case with the customer's key or, while nobody is known, the case's own. */
@Repository
class CaseTexts {

    private static final Column BODY = new Column("case_text", "body");
    private static final Column ROOT_CAUSE = new Column("complaint", "root_cause");
    private static final Column ACTION_TAKEN = new Column("complaint", "action_taken");

    private final JdbcClient jdbc;
    private final PersonalData personalData;

    CaseTexts(JdbcClient jdbc, PersonalData personalData) {
        this.jdbc = jdbc;
        this.personalData = personalData;
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record SealedText(int seq, CaseTextKind kind, byte[] body) {}

    void add(Complaint complaint, int seq, Map<CaseTextKind, String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        Vault vault = personalData.openOrCreate(List.of(complaint.keyOwner()));
        List<SealedText> sealed = texts.entrySet().stream()
                .map(text ->
                        new SealedText(seq, text.getKey(), vault.seal(complaint.keyOwner(), BODY, text.getValue())))
                .toList();
        write("""
                INSERT INTO case_text (case_no, seq, kind, body)
                SELECT :caseNo, seq, kind, body FROM unnest(:seqs, :kinds, :bodies) AS text (seq, kind, body)
                """, complaint.caseNo(), sealed);
    }

    /** The sealed copy that stands with the case itself; nothing unless both are there. */
    Complaints.Resolution resolution(Complaint complaint, Map<CaseTextKind, String> texts) {
        String rootCause = texts.get(CaseTextKind.ROOT_CAUSE);
        String actionTaken = texts.get(CaseTextKind.ACTION_TAKEN);
        if (rootCause == null || actionTaken == null) {
            return Complaints.Resolution.NONE;
        }
        Vault vault = personalData.openOrCreate(List.of(complaint.keyOwner()));
        return new Complaints.Resolution(
                vault.seal(complaint.keyOwner(), ROOT_CAUSE, rootCause),
                vault.seal(complaint.keyOwner(), ACTION_TAKEN, actionTaken));
    }

    /** In the order of the events; erased texts are left out. */
    List<CaseText> of(Complaint complaint) {
        Vault vault = personalData.open(List.of(complaint.keyOwner()));
        List<CaseText> texts = new ArrayList<>();
        for (SealedText sealed : sealed(complaint.caseNo())) {
            String body = open(vault, complaint.keyOwner(), sealed.body());
            if (body != null) {
                texts.add(new CaseText(sealed.seq(), sealed.kind(), body));
            }
        }
        return texts;
    }

    /** As {@link #of}, but behind a mask that nobody has looked behind. */
    List<CaseText> masked(Complaint complaint) {
        return sealed(complaint.caseNo()).stream()
                .map(text -> new CaseText(text.seq(), text.kind(), Mask.TEXT.mask("?")))
                .toList();
    }

    /** Seals everything anew for the customer who became known, and gives up the case's own key. */
    Complaints.Resolution move(Complaint from, Complaints.Resolution resolution, CustomerNumber to) {
        Vault own = personalData.open(List.of(from.keyOwner()));
        if (!own.holds(from.keyOwner())) {
            return Complaints.Resolution.NONE;
        }
        Vault customers = personalData.openOrCreate(List.of(to.value()));
        List<SealedText> moved = sealed(from.caseNo()).stream()
                .map(text -> new SealedText(
                        text.seq(),
                        text.kind(),
                        customers.sealBytes(to.value(), BODY, own.openBytes(from.keyOwner(), BODY, text.body()))))
                .toList();
        if (!moved.isEmpty()) {
            write("""
                    UPDATE case_text SET body = text.body FROM unnest(:seqs, :kinds, :bodies) AS text (seq, kind, body)
                    WHERE case_no = :caseNo AND case_text.seq = text.seq AND case_text.kind = text.kind
                    """, from.caseNo(), moved);
        }
        Complaints.Resolution again = new Complaints.Resolution(
                moved(own, from, customers, to, ROOT_CAUSE, resolution.rootCause()),
                moved(own, from, customers, to, ACTION_TAKEN, resolution.actionTaken()));
        personalData.destroy(from.keyOwner());
        return again;
    }

    private static byte @Nullable [] moved(
            Vault from, Complaint complaint, Vault to, CustomerNumber number, Column column, byte @Nullable [] sealed) {
        return sealed == null
                ? null
                : to.sealBytes(number.value(), column, from.openBytes(complaint.keyOwner(), column, sealed));
    }

    private List<SealedText> sealed(CaseNo caseNo) {
        return jdbc.sql("SELECT seq, kind, body FROM case_text WHERE case_no = :caseNo ORDER BY seq, kind")
                .param("caseNo", caseNo.value())
                .query((row, number) -> new SealedText(
                        row.getInt("seq"), CaseTextKind.valueOf(row.getString("kind")), row.getBytes("body")))
                .list();
    }

    private void write(String sql, CaseNo caseNo, List<SealedText> texts) {
        jdbc.sql(sql)
                .param("caseNo", caseNo.value())
                .param("seqs", texts.stream().mapToInt(SealedText::seq).toArray())
                .param("kinds", texts.stream().map(text -> text.kind().name()).toArray(String[]::new))
                .param("bodies", texts.stream().map(SealedText::body).toArray(byte[][]::new))
                .update();
    }

    private static @Nullable String open(Vault vault, String subject, byte[] sealed) {
        if (!vault.holds(subject)) {
            return null;
        }
        try {
            return vault.open(subject, BODY, sealed);
        } catch (UnreadableValueException e) {
            // Sealed by a key that was destroyed before the customer got a new one.
            return null;
        }
    }
}
