package dev.cairn.embedded.fault;

import dev.cairn.embedded.log.LoggedStatement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

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

    /** What befalls a statement; it counts for all orders. */
    synchronized Optional<Fault> befalling(LoggedStatement statement) {
        Fault found = null;
        Iterator<Order> each = orders.iterator();
        while (each.hasNext()) {
            Order order = each.next();
            if (!order.trigger.fits(statement)) {
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
