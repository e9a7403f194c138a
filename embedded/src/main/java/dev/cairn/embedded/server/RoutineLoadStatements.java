package dev.cairn.embedded.server;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.RoutineLoad;
import dev.cairn.embedded.state.RoutineLoad.State;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates, pauses, resumes and stops Routine Loads. */
final class RoutineLoadStatements {
    private static final Pattern CLAUSES =
            Pattern.compile("(?is)^\\s*CREATE\\s+ROUTINE\\s+LOAD\\s+\\S+\\s+ON\\s+\\S+\\s*(.*?)\\s*;?\\s*$");
    private static final Pattern PARTITIONS =
            Pattern.compile("(?i)['\"]kafka_partitions['\"]\\s*=\\s*['\"]([^'\"]*)['\"]");
    private static final Pattern OFFSETS = Pattern.compile("(?i)['\"]kafka_offsets['\"]\\s*=\\s*['\"]([^'\"]*)['\"]");

    private final Cluster cluster;
    private final ServerSession session;

    RoutineLoadStatements(Cluster cluster, ServerSession session) {
        this.cluster = cluster;
        this.session = session;
    }

    /** Runs a statement; empty if it is not about Routine Loads. */
    Optional<Answer> answer(String text) {
        TokenReader tokens = new TokenReader(text);
        if (tokens.take("CREATE", "ROUTINE", "LOAD")) {
            create(tokens, text);
        } else if (tokens.take("PAUSE", "ROUTINE", "LOAD", "FOR")) {
            change(tokens, (all, load) -> all.with(load.withState(State.PAUSED)));
        } else if (tokens.take("RESUME", "ROUTINE", "LOAD", "FOR")) {
            change(tokens, (all, load) -> all.with(load.withState(State.NEED_SCHEDULE)));
        } else if (tokens.take("STOP", "ROUTINE", "LOAD", "FOR")) {
            change(tokens, RoutineLoad.RoutineLoadRegistry::remove);
        } else {
            return Optional.empty();
        }
        return Optional.of(Answer.OK);
    }

    private StatementObject readName(TokenReader tokens) {
        String first = tokens.readName();
        if (tokens.take(".")) {
            return new StatementObject(first, tokens.readName());
        }
        if (session.database() == null) {
            throw Refusal.analysis(Span.NONE, ServerError.NO_DATABASE_CHOSEN);
        }
        return new StatementObject(session.database(), first);
    }

    private void create(TokenReader tokens, String text) {
        StatementObject name = readName(tokens);
        tokens.expect("ON");
        String table = tokens.readName();
        Matcher clauses = CLAUSES.matcher(text);
        String rest = clauses.matches() ? clauses.group(1) : "";
        cluster.replaceRoutineLoads(state -> {
            long tableId = state.identities().id(name.database(), table);
            if (tableId == 0) {
                throw Refusal.analysis(Span.NONE, ServerError.UNKNOWN_TABLE, table);
            }
            if (find(state, name).isPresent()) {
                throw Refusal.execution(Span.NONE, CommonRule.EXISTS, "Routine Load", name.name());
            }
            return state.routineLoads()
                    .with(new RoutineLoad(
                            state.lastId() + 1,
                            name,
                            tableId,
                            new RoutineLoad.RoutineLoadDefinition(rest, parseProgress(rest)),
                            State.NEED_SCHEDULE,
                            cluster.clock().instant()));
        });
    }

    private static Optional<RoutineLoad> find(ClusterState state, StatementObject name) {
        return state.routineLoads()
                .find(name)
                .filter(load -> state.identities().findName(load.tableId()).isPresent());
    }

    /** The server prints the offset that was loaded last, which precedes the one at which the load begins. */
    private static String parseProgress(String clauses) {
        Matcher partitions = PARTITIONS.matcher(clauses);
        Matcher offsets = OFFSETS.matcher(clauses);
        if (!partitions.find() || !offsets.find()) {
            return "{}";
        }
        List<String> entries = new ArrayList<>();
        String[] all = offsets.group(1).split(",", -1);
        int position = 0;
        for (String partition : partitions.group(1).split(",", -1)) {
            String offset = all[position++].strip();
            String shown = offset.matches("\\d{1,18}") ? Long.toString(Long.parseLong(offset) - 1) : offset;
            entries.add("\"" + partition.strip() + "\":\"" + shown + "\"");
        }
        return "{" + String.join(",", entries) + "}";
    }

    private void change(
            TokenReader tokens,
            BiFunction<RoutineLoad.RoutineLoadRegistry, RoutineLoad, RoutineLoad.RoutineLoadRegistry> change) {
        StatementObject name = readName(tokens);
        tokens.expectEnd();
        cluster.replaceRoutineLoads(state -> change.apply(
                state.routineLoads(),
                find(state, name)
                        .orElseThrow(() ->
                                Refusal.execution(Span.NONE, CommonRule.NOT_FOUND, "Routine Load", name.name()))));
    }
}
