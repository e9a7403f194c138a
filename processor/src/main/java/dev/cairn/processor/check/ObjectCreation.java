package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.materialized.MaterializedViewRule;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.plan.seed.SeedRule;
import dev.cairn.plan.seed.SeedStatement;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DefaultProperties;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates an object in a catalog as the server would; after a refusal, tries again without the refused part. */
record ObjectCreation(Engine engine, Session session) {
    /**
     * Returns the catalog with the object, perhaps without the mistaken parts.
     *
     * @param knownFindings the mistakes that are known already
     * @return empty if the object is not what its readers may expect
     */
    Optional<Catalog> in(
            Catalog catalog, Declaration declaration, Statement statement, Findings knownFindings, Findings findings) {
        Set<Place> mistakes = new HashSet<>();
        for (Finding finding : knownFindings.all()) {
            if (finding.code().severity() == FindingCode.Severity.ERROR) {
                mistakes.add(finding.place());
            }
        }
        if (!declaration.source() && !mistakes.isEmpty()) {
            return Optional.empty(); // all parts have the same place
        }
        RefusalFindings wording = new RefusalFindings(declaration, statement, engine.profile());
        Statement repaired = new StatementRepair(mistakes).of(statement, declaration.columns());
        while (true) {
            try {
                Catalog created = engine.apply(catalog, session, repaired).catalog();
                checkFallbacks(catalog, repaired, wording, findings);
                return StatementRepair.isComplete(statement, repaired)
                        ? Optional.of(seeded(created, declaration, findings))
                        : Optional.empty();
            } catch (Refusal refusal) {
                Statement refused = repaired;
                Finding finding = wording.of(refusal, refused);
                boolean consequence = mistakes.contains(finding.place())
                        || (!mistakes.isEmpty()
                                && finding.code() == FindingCode.REFUSED
                                && finding.place().equals(declaration.place()));
                if (consequence) {
                    return Optional.empty();
                }
                findings.add(finding);
                mistakes.add(finding.place());
                repaired = new StatementRepair(mistakes).of(statement, declaration.columns());
                if (!declaration.source() || repaired.equals(refused)) {
                    return Optional.empty();
                }
            }
        }
    }

    /** Checks the default of each placeholder as the value that it is if the migrator knows no other one. */
    private void checkFallbacks(Catalog catalog, Statement statement, RefusalFindings wording, Findings findings) {
        List<Property> properties = RefusalFindings.properties(statement);
        for (int i = 0; i < properties.size(); i++) {
            Property property = properties.get(i);
            String fallback =
                    property.isPlaceholder() ? Placeholder.of(property.value()).fallback() : null;
            if (fallback != null) {
                List<Property> resolved = new ArrayList<>(properties);
                resolved.set(i, new Property(property.name(), fallback, property.span()));
                Statement tried = with(statement, resolved);
                try {
                    engine.apply(catalog, session, tried);
                } catch (Refusal refusal) {
                    wording.ofDeclaredProperty(refusal, tried).ifPresent(findings::add);
                }
            }
        }
    }

    private static Statement with(Statement statement, List<Property> properties) {
        if (statement instanceof CreateTable table) {
            return table.withProperties(properties);
        }
        return statement instanceof CreateMaterializedView view ? view.withProperties(properties) : statement;
    }

    private Catalog seeded(Catalog created, Declaration declaration, Findings findings) {
        DeclaredSeed seed = declaration.seed();
        return seed == null
                ? created
                : new SeedCheck(declaration, seed, findings)
                        .addedTo(created, Objects.requireNonNull(session.database()));
    }

    /**
     * Converts refusals to findings in the user's terms.
     *
     * @param declared the statement with the defaults of the root
     */
    private record RefusalFindings(Declaration declaration, Statement declared, ServerProfile profile) {
        private static final String RESERVED = "choose another one, because the server reserves this one";
        private static final Map<RefusalRule, IllegalName> ILLEGAL_NAMES = Map.of(
                NameRule.RESERVED_COLUMN_PREFIX,
                new IllegalName("column", RESERVED),
                NameRule.RESERVED_COLUMN_NAME,
                new IllegalName("column", RESERVED),
                ServerError.INCORRECT_COLUMN_NAME,
                new IllegalName("column", "use 1 to 1024 characters other than = < > ! and *"),
                ServerError.INCORRECT_TABLE_NAME,
                new IllegalName("table", "use 1 to 1024 characters"),
                ServerError.INCORRECT_PARTITION_NAME,
                new IllegalName(
                        "partition", "use at most 64 letters, digits and underscores, beginning with a letter"));

        private static final String DURATIONS =
                "durations are '12 hours', '30 days' or '1 month 15 days'; hours, minutes and"
                        + " seconds can't be combined with weeks, months and years";

        private record IllegalName(String kind, String advice) {}

        /** @param refused the refused statement, which may lack parts of the declared one */
        Finding of(Refusal refusal, Statement refused) {
            return placed(ofProperty(refusal, refused)
                    .or(() -> ofTable(refusal, refused))
                    .or(() -> ofName(refusal))
                    .orElseGet(() -> ofWhole(refusal)));
        }

        /** Returns the finding about the property that is refused; empty if it is another part. */
        Optional<Finding> ofDeclaredProperty(Refusal refusal, Statement refused) {
            return ofProperty(refusal, refused).map(this::placed);
        }

        private Finding placed(Finding finding) {
            return declaration.source() ? finding : new Finding(finding.code(), declaration.place(), finding.text());
        }

        private static List<Property> properties(Statement statement) {
            if (statement instanceof CreateTable table) {
                return table.properties();
            }
            return statement instanceof CreateMaterializedView view ? view.properties() : List.of();
        }

        private String name() {
            return declaration.name().last().text();
        }

        /** The place of the refused part, or of the declaration. */
        private Place place(Refusal refusal) {
            Place place = Place.of(refusal.at());
            return place.equals(Place.NONE) ? declaration.place() : place;
        }

        private Optional<Finding> ofTable(Refusal refusal, Statement refused) {
            return declared instanceof CreateTable table && refused instanceof CreateTable part
                    ? TableRefusals.finding(new CheckedTable(declaration, table, profile), part, refusal)
                    : Optional.empty();
        }

        private Optional<Finding> ofName(Refusal refusal) {
            return refusal.rule()
                    .map(ILLEGAL_NAMES::get)
                    .map(illegal -> Finding.of(
                            FindingCode.ILLEGAL_NAME,
                            place(refusal),
                            refusal.argument(0),
                            illegal.kind(),
                            illegal.advice()));
        }

        private Finding ofWhole(Refusal refusal) {
            QueryText query = declaration.query();
            Place place = place(refusal);
            Finding finding = Finding.of(
                    FindingCode.REFUSED,
                    place,
                    profile.version(),
                    name(),
                    RefusalRemedies.reason(refusal),
                    RefusalRemedies.of(refusal));
            return query != null && declaration.source() && place.equals(Place.of(query.span()))
                    ? finding.with(QueryExcerpt.of(query, refusal.at()))
                    : finding;
        }

        private Optional<Finding> ofProperty(Refusal refusal, Statement refused) {
            return properties(refused).stream()
                    .filter(property -> property.span().line() == refusal.at().line()
                            && property.span().offset() == refusal.at().offset())
                    .findFirst()
                    .map(property -> of(property, refusal));
        }

        private Finding of(Property property, Refusal refusal) {
            Place place = Place.of(property.span());
            if (PropertyAvailability.isUnknown(refusal)) {
                String advice = new PropertyAvailability(profile, declared instanceof CreateTable).advice(property);
                return Finding.of(FindingCode.UNKNOWN_PROPERTY, place, name(), property.name(), advice);
            }
            String reason = KnownProperty.isDuration(property.name())
                    ? refusal.detail() + " (" + DURATIONS + ")"
                    : refusal.detail();
            return Finding.of(FindingCode.PROPERTY_VALUE, place, property.name(), property.value(), name(), reason);
        }

        /** Tells which servers and objects support a property. */
        private record PropertyAvailability(ServerProfile profile, boolean ofTable) {
            private static final Session SESSION = new Session("home");
            private static final String TABLE =
                    "CREATE TABLE t (d DATE, v INT) DUPLICATE KEY(d) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d)"
                            + " BUCKETS 1";
            private static final String VIEW = "CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT d, v FROM t";

            private static final Set<RefusalRule> UNKNOWN =
                    Set.of(PropertyRule.UNKNOWN_PROPERTIES, MaterializedViewRule.UNKNOWN_PROPERTIES);

            /** The remedy for a property that the server does not know. */
            String advice(Property property) {
                RunMode other = profile.runMode() == RunMode.SHARED_DATA ? RunMode.SHARED_NOTHING : RunMode.SHARED_DATA;
                if (isKnown(property, profile.with(other), ofTable)) {
                    return "; only servers that keep their data "
                            + (other == RunMode.SHARED_DATA ? "in shared storage" : "on local disks")
                            + " support it: remove it, or declare only such servers, with runMode = " + other.name()
                            + " in @Schema or in each of its targets";
                }
                for (Version version : Version.values()) {
                    if (isKnown(property, profile.with(version), ofTable)) {
                        boolean since = version.compareTo(profile.version()) > 0;
                        return "; only servers " + (since ? "since " : "up to ") + version
                                + " support it: remove it, or declare only such servers, as with server = \"" + version
                                + "\" in @Schema or in each of its targets";
                    }
                }
                if (isKnown(property, profile, !ofTable)) {
                    return "; only " + (ofTable ? "materialized views" : "tables") + " support it: remove it";
                }
                return Suggestion.after(
                        property.name(),
                        KnownProperty.namesOf(ofTable ? Holder.TABLE : Holder.MATERIALIZED_VIEW, profile),
                        "; correct its name, or remove it");
            }

            private static boolean isKnown(Property property, ServerProfile profile, boolean ofTable) {
                Engine engine = new Engine(profile);
                Catalog catalog = Catalog.EMPTY.with(Database.of("home"));
                try {
                    DefaultProperties properties = new DefaultProperties(List.of(property));
                    Statement table = Sql.parse(TABLE);
                    if (ofTable) {
                        engine.apply(catalog, SESSION, properties.addedTo(table));
                    } else {
                        Catalog withTable =
                                engine.apply(catalog, SESSION, table).catalog();
                        engine.apply(withTable, SESSION, properties.addedTo(Sql.parse(VIEW)));
                    }
                    return true;
                } catch (Refusal refusal) {
                    return !isUnknown(refusal);
                }
            }

            /** Whether a server refuses the name of a property. */
            static boolean isUnknown(Refusal refusal) {
                return refusal.breaksOneOf(UNKNOWN);
            }
        }
    }

    /** Checks the rows that a record declares, and adds them to its table. */
    private record SeedCheck(Declaration declaration, DeclaredSeed seed, Findings findings) {
        private static final int MOST_ROWS = 1000;
        private static final Map<SeedRule, String> REMEDIES = Map.ofEntries(
                Map.entry(
                        SeedRule.NOT_PRIMARY_KEY, "declare @PrimaryKey, or insert the rows in a @RepeatableMigration"),
                Map.entry(SeedRule.AUTO_INCREMENT, "remove @AutoIncrement, or insert the rows in a migration"),
                Map.entry(
                        SeedRule.TYPE,
                        "change the type, or insert the rows in a @RepeatableMigration, whose effect is not compared"),
                Map.entry(SeedRule.GENERATED_COLUMN, "remove it and its values"),
                Map.entry(SeedRule.REPEATED_COLUMN, "remove one of the two"),
                Map.entry(SeedRule.MISSING_COLUMN, "list all columns, and write NULL where a row has no value"),
                Map.entry(SeedRule.VALUE_COUNT, "write one value for each of %s"),
                Map.entry(SeedRule.NOT_A_LITERAL, "write it as such a literal"),
                Map.entry(SeedRule.NULL_VALUE, "write a value, or let the column be NULL"),
                Map.entry(SeedRule.OUT_OF_RANGE, "correct the value, or widen the column"),
                Map.entry(SeedRule.TOO_LONG, "shorten the value, or widen the column"),
                Map.entry(SeedRule.ROW_TOO_LONG, "insert it in a migration"),
                Map.entry(SeedRule.REPEATED_KEY, "remove one of the two rows"));

        /** Returns the catalog in which the table of the record has its valid rows. */
        Catalog addedTo(Catalog catalog, String selected) {
            Database database = catalog.database(declaration.database(selected)).orElseThrow();
            Table table = database.table(declaration.name().last().text()).orElseThrow();
            Findings shape = new Findings();
            SeedCheck check = new SeedCheck(declaration, seed, shape);
            SeedStatement.checkTable(table, seed.place().span(), check::addTable);
            List<Column> columns = List.of();
            if (!shape.anyError()) {
                columns = SeedStatement.columns(
                        table, seed.columns(), seed.columnsPlace().span(), refusal -> check.addColumn(table, refusal));
            }
            if (seed.rows().size() > MOST_ROWS) {
                shape.add(
                        FindingCode.SEED_TABLE,
                        seed.place(),
                        table.name(),
                        "@Seed is for small tables, and " + seed.rows().size() + " rows are more than " + MOST_ROWS,
                        "load the rows, or insert them in a migration");
            }
            findings.addAll(shape);
            if (shape.anyError()) {
                return catalog;
            }
            List<List<@Nullable Expression>> rows = seed.rows().stream()
                    .<List<@Nullable Expression>>map(row -> List.copyOf(row.values()))
                    .toList();
            SeedRows valid = SeedStatement.rows(columns, rows, seed.place().span(), this::addRow);
            return catalog.with(database.with(table.withSeed(valid)));
        }

        private Place place(Refusal refusal) {
            return declaration.source() ? Place.of(refusal.at()) : declaration.place();
        }

        /** Adds the first problem, since javac reports only one at the same place. */
        private void addTable(Refusal refusal) {
            if (findings.anyError()) {
                return;
            }
            findings.add(
                    FindingCode.SEED_TABLE,
                    place(refusal),
                    declaration.name().last().text(),
                    refusal.detail(),
                    remedy(refusal));
        }

        private void addColumn(Table table, Refusal refusal) {
            String remedy = refusal.breaks(SeedRule.UNKNOWN_COLUMN)
                    ? Suggestion.after(
                            String.valueOf(refusal.argument(1)),
                            table.columns().stream().map(Column::name).toList())
                    : "; " + remedy(refusal);
            findings.add(FindingCode.SEED_COLUMN, place(refusal), refusal.detail(), remedy);
        }

        private void addRow(Refusal refusal) {
            Place place = Place.of(refusal.at());
            int number = 1;
            while (number < seed.rows().size()
                    && !seed.rows().get(number - 1).place().equals(place)) {
                number++;
            }
            findings.add(FindingCode.SEED_ROW, place(refusal), number, refusal.detail(), remedy(refusal));
        }

        private String remedy(Refusal refusal) {
            return refusal.rule()
                    .map(REMEDIES::get)
                    .map(text -> text.replace(
                            "%s", seed.columns().stream().map(Name::text).collect(Collectors.joining(", "))))
                    .orElse("correct it");
        }
    }
}
