package dev.cairn.embedded.server;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.explain.LogicalPlan;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.show.TableExtent;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** EXPLAIN LOGICAL, as far as the plan of a server follows from the statement. Other forms show fragments for backends. */
record ExplainStatement(SessionRows rows, SessionSnapshot snapshot) {
    private static final Pattern LOGICAL = Pattern.compile("(?is)\\w+\\s+LOGICAL\\b(.*)");
    private static final String NO_PLAN = "PLAN NOT AVAILABLE";

    /** @param statement begins with EXPLAIN, DESC or DESCRIBE */
    Answer answer(Statement.Opaque statement) {
        Matcher logical = LOGICAL.matcher(statement.text());
        if (!logical.matches()) {
            throw Refusal.analysis(statement.span(), EmbeddedRule.PLAN_UNSUPPORTED);
        }
        List<String> lines = lines(Sql.parseScript(logical.group(1), ServerStatementHandler.pipes(rows.session()))
                .get(0));
        List<List<@Nullable String>> shown = new ArrayList<>();
        lines.forEach(line -> shown.add(List.of(line)));
        return new Answer.Rows(List.of(new ResultColumn("Explain String", ResultColumnType.varchar(20))), shown);
    }

    private List<String> lines(Statement explained) {
        if (explained instanceof Statement.Select select) {
            BoundQuery analysed = rows.analysed(select.query().query());
            return plan(analysed.query(), analysed.bindings());
        }
        if (explained instanceof Statement.Opaque opaque && opaque.changesRows()) {
            Bindings bindings = new Bindings();
            Manipulation manipulation =
                    Sql.parseManipulation(opaque.text(), ServerStatementHandler.pipes(rows.session()));
            rows.cluster().check(rows.session(), manipulation, bindings);
            return lines(manipulation, bindings);
        }
        return List.of(NO_PLAN);
    }

    private List<String> lines(Manipulation manipulation, Bindings bindings) {
        if (manipulation instanceof Manipulation.Insert insert
                && insert.source() instanceof Manipulation.Source.Rows values) {
            return LogicalPlan.of(values);
        }
        boolean deletesByCondition =
                manipulation instanceof Manipulation.Delete && !hasPrimaryKey(manipulation.target());
        Query query = bindings.query();
        return deletesByCondition || query == null ? List.of(NO_PLAN) : plan(query, bindings);
    }

    private boolean hasPrimaryKey(QualifiedName name) {
        Catalog catalog = snapshot.catalog();
        return StatementObject.of(name, snapshot.session().database())
                .flatMap(target -> catalog.table(target.database(), target.name()))
                .filter(table -> table.model() == KeyModel.PRIMARY)
                .isPresent();
    }

    private List<String> plan(Query query, Bindings bindings) {
        return new LogicalPlan(bindings, source -> TableExtent.of(snapshot, source.database(), source.name()))
                .of(query);
    }
}
