package dev.cairn.internal.run;

import dev.cairn.catalog.Database;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.run.prepare.RunLedger;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement;
import java.util.Locale;

/**
 * An UPDATE or DELETE that the server itself refuses when somebody else has the ledger: it names the view of the ledger's state, which
 * the next owner drops before it does anything else. So a statement that leaves late, or is late on its way, changes nothing.
 *
 * <p>The server resolves the names of all common table expressions, and then leaves out one that nothing reads. It takes them in UPDATE,
 * and in DELETE from tables with a primary key.
 */
final class LedgerFence {
    /** So often the statement is sent with the view of a state that is there no more, though the ledger is held. */
    private static final int MOST_IN_VAIN = 10;

    private final RunStep.OfStatement step;
    private final RunLedger protection;
    private boolean possible;
    private int inVain;
    private ObjectName view;

    LedgerFence(RunStep.OfStatement step, RunLedger protection) {
        this.step = step;
        this.protection = protection;
        this.possible = isPossible(step);
        this.view = protection.view();
    }

    private static boolean isPossible(RunStep.OfStatement step) {
        if (!(step.step().action().statement() instanceof Statement.Opaque opaque)
                || opaque.keywords().isEmpty()) {
            return false;
        }
        String keyword = opaque.keywords().get(0);
        boolean bare = step.text().toUpperCase(Locale.ROOT).startsWith(keyword);
        return bare && (keyword.equals("UPDATE") || (keyword.equals("DELETE") && isOfPrimaryKey(step)));
    }

    private static boolean isOfPrimaryKey(RunStep.OfStatement step) {
        ObjectName table = step.step().object();
        return table != null
                && step.before()
                        .database(table.database())
                        .flatMap((Database database) -> database.table(table.name()))
                        .filter(found -> found.model() == KeyModel.PRIMARY)
                        .isPresent();
    }

    /** The statement as it is to be sent now. */
    String text() {
        if (!possible) {
            return step.text();
        }
        view = protection.view();
        return "WITH `__cairn_ledger` AS (SELECT 1 FROM " + SqlQuoting.name(view) + ")\n" + step.text();
    }

    /** Whether it was refused for the fence alone, and nothing is known against the statement itself. */
    boolean isReasonFor(ServerRefusalException refused) {
        if (!possible) {
            return false;
        }
        boolean unreadable = refused.words().contains("syntax error");
        boolean gone = refused.words().contains(view.name());
        if (unreadable || (gone && ++inVain == MOST_IN_VAIN)) {
            possible = false;
        }
        return unreadable || gone;
    }
}
