package io.kehu.starter.protection.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.ProtectionProperties;
import io.kehu.starter.protection.key.PersonalData.Vault;
import io.kehu.starter.protection.sample.ProtectionTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Values that only their customer's key opens. */
@ProtectionTest
class PersonalDataTests {

    private static final Column NAME = new Column("customer", "name");
    private static final Column PHONE = new Column("customer", "phone");

    @Autowired
    private PersonalData data;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ProtectionProperties properties;

    private final String subject = "C-" + UUID.randomUUID();
    private final String other = "C-" + UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(strings = {"张三", "", "a", "𠮷田\u0000太郎", "line\nline"})
    void whatIsSealedOpensAgain(String value) {
        byte[] sealed = create(subject).seal(subject, NAME, value);

        assertThat(data.open(List.of(subject)).open(subject, NAME, sealed)).isEqualTo(value);
        assertThat(elsewhere().open(List.of(subject)).open(subject, NAME, sealed))
                .isEqualTo(value);
    }

    @Test
    void aSealedValueShowsNothingAndIsNeverTheSame() {
        Vault vault = create(subject);
        byte[] first = vault.seal(subject, NAME, "zhangsan");
        byte[] second = vault.seal(subject, NAME, "zhangsan");

        assertThat(first).isNotEqualTo(second).hasSize(2 + 12 + 8 + 16);
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain("zhang");
    }

    @Test
    void aValueMovedElsewhereCannotBeOpened() {
        Vault vault = create(subject, other);
        byte[] sealed = vault.seal(subject, NAME, "张三");

        assertThatThrownBy(() -> vault.open(subject, PHONE, sealed)).isInstanceOf(UnreadableValueException.class);
        assertThatThrownBy(() -> vault.open(subject, new Column("prospect", "name"), sealed))
                .isInstanceOf(UnreadableValueException.class);
        assertThatThrownBy(() -> vault.open(other, NAME, sealed)).isInstanceOf(UnreadableValueException.class);
    }

    @Test
    void aChangedOrCutValueCannotBeOpened() {
        Vault vault = create(subject);
        byte[] sealed = vault.seal(subject, NAME, "张三");

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open(subject, NAME, changed))
                    .as("byte " + i)
                    .isInstanceOf(UnreadableValueException.class);
        }
        for (int length : new int[] {0, 1, 2, 13, sealed.length - 1}) {
            assertThatThrownBy(() -> vault.open(subject, NAME, Arrays.copyOf(sealed, length)))
                    .as("length " + length)
                    .isInstanceOf(UnreadableValueException.class);
        }
    }

    @Test
    void anotherServiceCannotOpenIt() {
        byte[] sealed = create(subject).seal(subject, NAME, "张三");
        PersonalData foreign = service("other-service");

        assertThatThrownBy(() -> foreign.open(List.of(subject)).open(subject, NAME, sealed))
                .isInstanceOf(UnreadableValueException.class);
    }

    @Test
    void theTableHoldsTheKeyWrappedOnly() {
        create(subject);

        byte[] wrapped = jdbc.sql("SELECT wrapped FROM data_key WHERE subject = :subject")
                .param("subject", subject)
                .query(byte[].class)
                .single();
        assertThat(wrapped).hasSize(12 + 32 + 16);
        // A key given to another customer does not open for it.
        jdbc.sql("INSERT INTO data_key (subject, version, kek_id, wrapped) VALUES (:subject, 1, 'k1', :wrapped)")
                .param("subject", other)
                .param("wrapped", wrapped)
                .update();
        assertThatThrownBy(() -> data.open(List.of(other))).isInstanceOf(UnreadableValueException.class);
        jdbc.sql("DELETE FROM data_key WHERE subject = :subject")
                .param("subject", other)
                .update();
    }

    @Test
    void withADestroyedKeyEverythingIsUnreadableForEver() {
        byte[] sealed = create(subject).seal(subject, NAME, "张三");

        transactions.run(() -> data.destroy(subject));

        Vault vault = data.open(List.of(subject));
        assertThat(vault.holds(subject)).isFalse();
        assertThatThrownBy(() -> vault.open(subject, NAME, sealed)).isInstanceOf(UnreadableValueException.class);
        assertThatThrownBy(() -> create(subject).open(subject, NAME, sealed))
                .isInstanceOf(UnreadableValueException.class);
    }

    @Test
    void whoIsErasedNeverGetsAKeyAgain() {
        byte[] sealed = create(subject).seal(subject, NAME, "张三");

        transactions.run(() -> data.erase(List.of(subject, other)));

        assertThat(data.open(List.of(subject)).holds(subject)).isFalse();
        assertThatThrownBy(() -> create(subject)).isInstanceOf(ErasedSubjectException.class);
        assertThatThrownBy(() -> create("C-" + UUID.randomUUID(), other)).isInstanceOf(ErasedSubjectException.class);
        assertThat(sealed).isNotEmpty();
        transactions.run(() -> data.erase(List.of(subject)));
    }

    @Test
    void aKeyThatIsMadeWhileItsSubjectIsErasedIsGoneAsWell() throws Exception {
        CountDownLatch made = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> maker = CompletableFuture.runAsync(
                () -> transactions.run(() -> {
                    data.openOrCreate(List.of(subject));
                    made.countDown();
                    await(goOn);
                }),
                command -> Thread.ofPlatform().start(command));
        await(made);
        CompletableFuture<Void> eraser = CompletableFuture.runAsync(
                () -> transactions.run(() -> data.erase(List.of(subject))),
                command -> Thread.ofPlatform().start(command));
        Awaitility.await().until(this::somebodyWaitsForTheTable);

        goOn.countDown();
        maker.get(10, TimeUnit.SECONDS);
        eraser.get(10, TimeUnit.SECONDS);

        assertThat(elsewhere().open(List.of(subject)).holds(subject)).isFalse();
    }

    private boolean somebodyWaitsForTheTable() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'data_key'::regclass AND NOT granted)")
                .query(Boolean.class)
                .single();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDestructionThatIsRolledBackDestroysNothing() {
        byte[] sealed = create(subject).seal(subject, NAME, "张三");

        rolledBack(() -> data.destroy(subject));

        assertThat(data.open(List.of(subject)).open(subject, NAME, sealed)).isEqualTo("张三");
    }

    @Test
    void whoeverReadsDuringADestructionDoesNotKeepTheKeyAfterIt() {
        create(subject);

        transactions.run(() -> {
            data.destroy(subject);
            // Another request, before the commit, still finds the row.
            concurrently(() -> data.open(List.of(subject)));
        });

        assertThat(data.open(List.of(subject)).holds(subject)).isFalse();
    }

    /** Else the next writer would seal with a key that no row holds, and nobody could ever read that. */
    @Test
    void aKeyThatWasRolledBackSealsNothing() {
        rolledBack(() -> {
            data.openOrCreate(List.of(subject));
            data.open(List.of(subject));
        });

        byte[] sealed = create(subject).seal(subject, NAME, "张三");

        assertThat(elsewhere().open(List.of(subject)).open(subject, NAME, sealed))
                .isEqualTo("张三");
    }

    @Test
    void manyWhoMakeTheSameKeysAtOnceAgree() {
        List<String> subjects =
                IntStream.range(0, 20).mapToObj(i -> "C-" + i + "-" + subject).toList();
        List<CompletableFuture<byte[]>> racing = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> transactions.call(() -> service("sample-service")
                                .openOrCreate(i % 2 == 0 ? subjects : subjects.reversed())
                                .seal(subjects.getFirst(), NAME, "张三")),
                        Thread::startVirtualThread))
                .toList();

        for (CompletableFuture<byte[]> race : racing) {
            byte[] sealed = race.orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(elsewhere().open(subjects).open(subjects.getFirst(), NAME, sealed))
                    .isEqualTo("张三");
        }
    }

    @Test
    void aCustomerWithoutAKeyHasNone() {
        Vault vault = data.open(List.of(subject));

        assertThat(vault.holds(subject)).isFalse();
        assertThatThrownBy(() -> vault.seal(subject, NAME, "x")).isInstanceOf(UnreadableValueException.class);
    }

    private Vault create(String... subjects) {
        return transactions.call(() -> data.openOrCreate(List.of(subjects)));
    }

    /** Another instance of the same service, with nothing in its cache. */
    private PersonalData elsewhere() {
        return service("sample-service");
    }

    private PersonalData service(String name) {
        KeyFile keyFile = KeyFile.load(properties.keyFile());
        return new PersonalData(new DataKeys(jdbc, name, keyFile, 100, Duration.ofMinutes(5)), name);
    }

    private void rolledBack(Runnable work) {
        assertThatThrownBy(() -> transactions.run(() -> {
                    work.run();
                    throw new IllegalStateException("roll back");
                }))
                .hasMessage("roll back");
    }

    private static void concurrently(Runnable work) {
        CompletableFuture.runAsync(work, Thread::startVirtualThread)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
