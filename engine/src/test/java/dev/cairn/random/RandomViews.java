package dev.cairn.random;

import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.NumberLiteral;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.DeclaredViewColumn;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.ast.ViewStatement.ViewClauses;
import java.util.List;

/** Creates random statements about views and materialized views. */
final class RandomViews {
    private final Dice dice;
    private final RandomTables tables;
    private final RandomTexts texts;
    private final RandomQueries queries;

    RandomViews(Dice dice, RandomTables tables) {
        this.dice = dice;
        this.tables = tables;
        this.texts = tables.texts;
        this.queries = new RandomQueries(dice);
    }

    Statement statement() {
        return dice.pickFrom(
                this::createView,
                this::createMaterializedView,
                this::alterView,
                this::alterMaterializedView,
                this::otherStatement);
    }

    private Statement createView() {
        return new ViewStatement.CreateView(
                dice.pick(ExistingObjectPolicy.values()),
                texts.tableName(),
                columns(),
                new ViewClauses(dice.orNull(texts::text), dice.orNull(this::security), properties()),
                queries.queryText(),
                Span.NONE);
    }

    private List<DeclaredViewColumn> columns() {
        return dice.maybeList(() -> new DeclaredViewColumn(texts.name(), dice.orNull(texts::text), Span.NONE));
    }

    private Security security() {
        return dice.pick(Security.values());
    }

    private List<Property> properties() {
        return dice.maybeList(texts::property);
    }

    private Statement createMaterializedView() {
        List<DeclaredViewColumn> columns = columns();
        Refresh refresh = dice.orNull(this::refresh);
        // Without REFRESH the view would be a rollup, which has no partitions.
        List<Expression> partitionBy = refresh == null ? List.of() : dice.maybeList(this::partition);
        return new ViewStatement.CreateMaterializedView(
                dice.coin(),
                texts.tableName(),
                columns,
                CreateClauses.of(
                        new IndexClause(columns.isEmpty() ? List.of() : dice.maybeList(tables::index)),
                        CreateClause.toCommentClause(dice.orNull(texts::text)),
                        new ViewPartitionClause(
                                partitionBy, partitionBy.size() > 1 || (!partitionBy.isEmpty() && dice.coin())),
                        dice.orNull(tables::distribution),
                        new SortClause(dice.maybeList(tables::sortedColumn)),
                        refresh,
                        new PropertyClause(properties())),
                queries.queryText(),
                Span.NONE);
    }

    private Expression partition() {
        Expression column = tables.expressions.column();
        return dice.coin()
                ? column
                : new Expression.Call(
                        QualifiedName.of("date_trunc"),
                        false,
                        false,
                        false,
                        List.of(new Expression.StringLiteral(dice.pick("day", "MONTH"), '\'', Span.NONE), column),
                        Span.NONE);
    }

    private Refresh refresh() {
        Refresh.Scheme scheme = dice.pick(Refresh.Scheme.values());
        Expression.Interval every = scheme == Refresh.Scheme.ASYNC ? dice.orNull(this::interval) : null;
        return new Refresh(
                dice.orNull(dice::coin),
                scheme,
                every == null ? null : dice.orNull(() -> "2025-01-01 00:00:00"),
                every,
                Span.NONE);
    }

    private Expression.Interval interval() {
        return new Expression.Interval(
                new NumberLiteral("" + dice.below(100), NumberLiteral.Kind.INTEGER, Span.NONE),
                dice.pick("SECOND", "minute", "HOUR", "Day"),
                Span.NONE);
    }

    private Statement alterView() {
        return dice.pickFrom(
                () -> new ViewStatement.AlterViewQuery(texts.tableName(), columns(), queries.queryText(), Span.NONE),
                () -> new ViewStatement.AlterViewSecurity(texts.tableName(), security(), Span.NONE),
                () -> new ViewStatement.AlterExternalView(
                        texts.tableName(), "SET PROPERTIES ('a' = 'b')", null, Span.NONE),
                this::alterDialect);
    }

    private Statement alterDialect() {
        QueryText query = queries.queryText();
        String dialect = dice.pick("ADD DIALECT STARROCKS ", "MODIFY DIALECT ");
        return new ViewStatement.AlterExternalView(texts.tableName(), dialect + query.text(), query, Span.NONE);
    }

    private Statement alterMaterializedView() {
        MaterializedViewChange change = dice.pickFrom(
                () -> new MaterializedViewChange.SetRefresh(refresh()),
                () -> new MaterializedViewChange.RenameView(texts.name()),
                () -> new MaterializedViewChange.SwapView(texts.name()),
                () -> new MaterializedViewChange.SetViewProperties(dice.list(1, texts::property)),
                () -> new MaterializedViewChange.AddViewColumn(
                        texts.name(),
                        tables.expressions.expression(),
                        dice.orNull(tables::defaultValue),
                        dice.orNull(texts::text)),
                () -> new MaterializedViewChange.DropViewColumn(texts.name()),
                MaterializedViewChange.Activate::new,
                MaterializedViewChange.Deactivate::new);
        return new AlterMaterializedView(texts.tableName(), change, Span.NONE);
    }

    private Statement otherStatement() {
        return dice.pickFrom(
                () -> new ViewStatement.DropView(dice.coin(), texts.tableName(), Span.NONE),
                () -> new ViewStatement.DropMaterializedView(dice.coin(), texts.tableName(), dice.coin(), Span.NONE),
                () -> new ViewStatement.CancelRefresh(texts.tableName(), dice.coin(), Span.NONE),
                () -> new Statement.QueryStatement(queries.queryText(), Span.NONE),
                this::refreshNow);
    }

    private Statement refreshNow() {
        boolean hasRange = dice.coin();
        int columnCount = 1 + dice.below(2);
        return new RefreshMaterializedView(
                texts.tableName(),
                new RefreshedPartitions(
                        hasRange ? texts.text() : null,
                        hasRange ? texts.text() : null,
                        hasRange ? List.of() : dice.maybeList(() -> dice.times(columnCount, this::bound))),
                dice.coin(),
                dice.orNull(dice::coin),
                dice.orNull(() -> dice.below(100)),
                Span.NONE);
    }

    private Bound bound() {
        return dice.coin() ? new Bound.NullBound() : new Bound.LiteralBound(texts.text());
    }
}
