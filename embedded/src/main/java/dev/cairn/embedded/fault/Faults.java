package dev.cairn.embedded.fault;

import dev.cairn.embedded.log.LoggedStatement;
import dev.cairn.embedded.protocol.Answer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The faults that were ordered and have not come yet.
 *
 * <pre>{@code
 * server.faults().on(Trigger.matching("(?i)alter table.*"), Fault.cutAfter());
 * }</pre>
 *
 * <p>A statement may also carry its own fault, or order one for others, in a comment: see {@link FaultComment}.
 */
public final class Faults implements AutoCloseable {
    private final List<Order> orders = new ArrayList<>();
    private final LateStatements late = new LateStatements();

    private static final class Order {
        private final Trigger trigger;
        private final Fault fault;
        private long fitting;

        Order(Trigger trigger, Fault fault) {
            this.trigger = trigger;
            this.fault = fault;
        }
    }

    /** Orders a fault. Where several befall one statement, the one that was ordered first comes. */
    public synchronized void on(Trigger trigger, Fault fault) {
        orders.add(new Order(trigger, fault));
    }

    /** Takes back all that have not come. */
    public synchronized void clear() {
        orders.clear();
    }

    /** How many have not come. */
    public synchronized int pending() {
        return orders.size();
    }

    /** Runs the statements that wait to be late, in the order of their arrival; how many they were. */
    public int runLate() {
        return late.runAll();
    }

    /** How many statements wait to be late. */
    public int waitingLate() {
        return late.size();
    }

    /** What a client gets in place of the greeting; {@link Answer#OK} if it is greeted. */
    public Answer beforeGreeting() {
        Optional<Fault> fault = befalling(order -> order.trigger.isForConnections() && strikesBefore(order.fault));
        if (fault.isPresent() && fault.get() instanceof Fault.Delay delay) {
            FaultyDialogue.sleep(delay.time());
            return Answer.OK;
        }
        return fault.map(Faults::answer).orElse(Answer.OK);
    }

    /** What a client gets that has logged in; {@link Answer#OK} if it is let in. */
    public Answer behindLogin() {
        return befalling(order -> order.trigger.isForConnections() && !strikesBefore(order.fault))
                .map(Faults::answer)
                .orElse(Answer.OK);
    }

    private static boolean strikesBefore(Fault fault) {
        return fault instanceof Fault.CutBefore || fault instanceof Fault.SilentBefore || fault instanceof Fault.Delay;
    }

    private static Answer answer(Fault fault) {
        if (fault instanceof Fault.CutBefore || fault instanceof Fault.CutAfter) {
            return Answer.CUT;
        }
        if (fault instanceof Fault.SilentBefore || fault instanceof Fault.SilentAfter) {
            return Answer.SILENCE;
        }
        if (fault instanceof Fault.Refuse refuse) {
            return new Answer.Failure(refuse.errno(), refuse.sqlState(), refuse.message());
        }
        throw new IllegalArgumentException("No way to let " + fault + " happen to a client that connects");
    }

    /** What befalls a statement; it counts for all orders. */
    Optional<Fault> befalling(LoggedStatement statement) {
        return befalling(order -> order.trigger.fits(statement));
    }

    private synchronized Optional<Fault> befalling(Predicate<Order> fits) {
        Fault found = null;
        Iterator<Order> each = orders.iterator();
        while (each.hasNext()) {
            Order order = each.next();
            if (!fits.test(order)) {
                continue;
            }
            order.fitting++;
            if (found == null && order.trigger.firesAt(order.fitting)) {
                found = order.fault;
            }
            if (order.trigger.isDoneAfter(order.fitting)) {
                each.remove();
            }
        }
        return Optional.ofNullable(found);
    }

    LateStatements late() {
        return late;
    }

    /** Statements that still wait to be late are never run. */
    @Override
    public void close() {
        late.close();
    }
}
