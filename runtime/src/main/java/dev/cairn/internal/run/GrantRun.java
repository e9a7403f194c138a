package dev.cairn.internal.run;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Copies the grants of one object to another, which keeps its own grants. The step is idempotent. */
final class GrantRun {
    private final RunContext context;
    private final RunStep.OfGrants step;
    private final StepConnection stepConnection;

    GrantRun(RunContext context, RunStep.OfGrants step, StepConnection stepConnection) {
        this.context = context;
        this.step = step;
        this.stepConnection = stepConnection;
    }

    void run() {
        String doing = "the grants of " + step.from() + " can't be read";
        try {
            List<String> grants = stepConnection.ask(context::backoff, this::grants);
            context.begins(step);
            context.ledger().begin(step.number());
            doing = step.to() + " can't be given the grants of " + step.from();
            stepConnection.ask(context::backoff, connection -> {
                grants.forEach(connection::execute);
                return connection;
            });
        } catch (ServerRefusalException refusal) {
            if (!step.lossAccepted()) {
                context.ledger().undone(step.number());
                throw new StepErrors(context, step).grants(doing, refusal);
            }
            context.warn(doing + ", and their loss was accepted: " + refusal.getMessage());
        }
    }

    /**
     * Returns the statements that grant the same privileges. The server shows grants only for each user and each
     * role.
     */
    private List<String> grants(ServerConnection connection) {
        List<String> holders = new ArrayList<>();
        connection.rows("SHOW USERS").forEach(row -> holders.add("USER " + row.get(0)));
        connection
                .rows("SHOW ROLES")
                .forEach(row -> holders.add("ROLE " + SqlQuoting.text(String.valueOf(row.get(0)))));
        List<String> grants = new ArrayList<>();
        for (String holder : holders) {
            String grantee = holder.startsWith("USER ") ? holder.substring("USER ".length()) : holder;
            for (var row : connection.rows("SHOW GRANTS FOR " + grantee)) {
                GrantLine.of(String.valueOf(row.get(2)), step.from()).ifPresent(line -> grants.add(line.on(step.to())));
            }
        }
        return grants;
    }

    /**
     * A grant on one object, as SHOW GRANTS prints it, with names without backquotes:
     * {@code GRANT SELECT, INSERT ON TABLE shop.orders TO ROLE 'reader'}. Grants on all tables of a database name
     * no object, and also apply to new ones.
     */
    private record GrantLine(String privileges, String kind, String holder) {
        private static final Pattern LINE = Pattern.compile(
                "GRANT (.+?) ON (TABLE|VIEW|MATERIALIZED VIEW) (.+) TO ((?:USER|ROLE) .+)", Pattern.DOTALL);

        static Optional<GrantLine> of(String line, ObjectName object) {
            Matcher parts = LINE.matcher(line);
            return parts.matches() && parts.group(3).equals(object.toString())
                    ? Optional.of(new GrantLine(parts.group(1), parts.group(2), parts.group(4)))
                    : Optional.empty();
        }

        /** Returns the statement that grants the same privileges on another object of the same kind. */
        String on(ObjectName other) {
            return "GRANT " + privileges + " ON " + kind + " " + SqlQuoting.name(other) + " TO " + holder;
        }
    }
}
