package io.kehu.loyalty.ledger;

import org.springframework.dao.PessimisticLockingFailureException;

/**
 * A merge or its undoing came between asking which member a number stands for and locking that member's account. The whole transaction is
 * to be run again, as after a deadlock: locking further accounts now would break the order everybody locks in.
 */
final class MergedMeanwhileException extends PessimisticLockingFailureException {

    private static final long serialVersionUID = 1L;

    MergedMeanwhileException() {
        super("Members were merged meanwhile");
    }
}
