package dev.cairn;

import dev.cairn.plan.Marker;
import dev.cairn.schema.RecordedMigration;
import dev.cairn.schema.StepMoment;
import dev.cairn.server.link.Quoted;
import dev.cairn.server.run.Direction;
import dev.cairn.server.run.Prepared;
import dev.cairn.server.run.RunStep;
import java.util.List;

/** Migrations as a text for somebody who runs them by hand. */
final class OfflineSql {
    private final StringBuilder text = new StringBuilder();
    private final String schema;

    private OfflineSql(String schema) {
        this.schema = schema;
    }

    /** @param ledger what is said of the ledger at the end */
    static String of(String schema, List<Prepared> migrations, String ledger) {
        OfflineSql sql = new OfflineSql(schema);
        migrations.forEach(sql::add);
        if (!migrations.isEmpty()) {
            sql.line(ledger);
        }
        return sql.text.toString();
    }

    private void add(Prepared prepared) {
        RecordedMigration migration = prepared.migration();
        line("-- " + schema + ", " + migration.name()
                + (prepared.direction() == Direction.DOWNGRADE ? ", back" : ": " + migration.title()));
        migration.session().forEach((name, value) -> line("SET " + name + " = " + Quoted.setting(value) + ";"));
        prepared.steps().forEach(this::add);
        migration.session().keySet().forEach(name -> line("SET " + name + " = DEFAULT;"));
        text.append('\n');
    }

    private void add(RunStep step) {
        if (step instanceof RunStep.OfCode code) {
            line("-- Code of the migration runs here, " + moment(code.moment())
                    + " its statements: no SQL stands for it.");
        } else if (step instanceof RunStep.OfGrants grants) {
            line(new Marker.Grants(grants.from().toString(), grants.to().toString()).byHand());
        } else if (step instanceof RunStep.OfCounter counter) {
            line(new Marker.Counter(counter.from().toString(), counter.to().toString()).byHand());
        } else {
            line(step.text() + ";");
        }
    }

    private static String moment(StepMoment moment) {
        return moment == StepMoment.BEFORE_UPGRADE || moment == StepMoment.BEFORE_DOWNGRADE ? "before" : "after";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
