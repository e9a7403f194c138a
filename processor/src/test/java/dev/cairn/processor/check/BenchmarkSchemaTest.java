package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.finding.Severity;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that the check finds no mistake in the tables that a real server created, and a mistake in each that it
 * refused.
 */
class BenchmarkSchemaTest {
    /** Refusals because of other objects or of resources of the cluster, which the check of one table does not know. */
    private static final Pattern OTHER_REFUSALS = Pattern.compile(
            "already exists|Unknown (database|catalog)|Colocate tables|dictionary: |column:COL_1 does|No database|"
                    + "any backend with|Storage volume|resource group|Unknown engine|miss properties for external",
            Pattern.CASE_INSENSITIVE);

    @ParameterizedTest
    @EnumSource
    void tablesHaveFindingsIfAndOnlyIfAServerRefusedThem(Recording recording) {
        assumeTrue(recording.exists(), recording::explainAbsence);
        List<String> differences = new ArrayList<>();
        Map<String, Integer> countsByCode = new TreeMap<>();
        for (Script script : recording.scripts()) {
            for (Script.Step step : script.steps()) {
                if (isTable(step)) {
                    List<Finding> errors = errors(recording.profile(), step.sql());
                    errors.forEach(error -> countsByCode.merge(error.rule().code(), 1, Integer::sum));
                    if (errors.isEmpty() != step.isAccepted()) {
                        differences.add(script.id() + ": " + step.error() + " " + errors);
                    }
                }
            }
        }
        System.out.println(recording.label() + ": " + countsByCode);
        assertThat(differences).isEmpty();
    }

    private static boolean isTable(Script.Step step) {
        return step.startsWith("CREATE TABLE")
                && (step.isAccepted() || !OTHER_REFUSALS.matcher(step.error()).find())
                && parseOrReplace(step.sql()) instanceof CreateTable table
                && table.lifetime() == TableLifetime.PERMANENT
                && !table.ifNotExists()
                && table.engine() == null
                && table.properties().stream().noneMatch(BenchmarkSchemaTest::namesOtherTables);
    }

    private static boolean namesOtherTables(Property property) {
        return property.name().endsWith("_constraints");
    }

    /**
     * Parses a statement; returns another one for a text that can't be parsed, because the reader reports such a text.
     */
    private static Statement parseOrReplace(String sql) {
        try {
            return Sql.parse(sql);
        } catch (SqlSyntaxException unreadable) {
            return Sql.parse("SELECT 1");
        }
    }

    private static List<Finding> errors(ServerProfile profile, String sql) {
        ObjectDeclaration table = Declarations.table(sql);
        Findings findings = new Findings();
        CompileCheck.buildAllDeclaredSchemas(
                new CompileDeclarations(List.of(table), List.of(Declarations.root(profile, List.of(), table))),
                findings);
        return findings.toList().stream()
                .filter(finding -> finding.rule().severity() == Severity.ERROR)
                .toList();
    }
}
