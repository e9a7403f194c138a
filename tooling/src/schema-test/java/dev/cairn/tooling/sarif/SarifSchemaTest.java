package dev.cairn.tooling.sarif;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.profile.ServerProfile;
import dev.cairn.tooling.lint.LintAllowances;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintReport;
import dev.cairn.tooling.lint.LintSettings;
import dev.cairn.tooling.lint.Linter;
import dev.cairn.tooling.lint.format.LintFormat;
import dev.cairn.tooling.lint.format.LocatedReport;
import dev.cairn.tooling.lint.source.ScriptStatements;
import dev.cairn.tooling.query.CompiledQueries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings in the format of SARIF satisfy its published schema. */
class SarifSchemaTest {
    @TempDir
    private Path folder;

    private static Schema readSchema() throws IOException {
        try (InputStream text = SarifSchemaTest.class.getResourceAsStream("sarif-schema-2.1.0.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(new String(text.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }

    private String renderLog(boolean hasPlaces, String sql) throws IOException {
        ScriptStatements script = ScriptStatements.read(Files.writeString(folder.resolve("ändern 1.sql"), sql));
        LintInput input = LintInput.ofScript(
                ServerProfile.DEFAULT,
                "shop",
                Catalog.EMPTY.withDatabase(Database.of("shop")),
                new CompiledQueries(List.of()),
                script.name(),
                script.statements());
        LintReport report = new Linter(LintSettings.DEFAULT, LintAllowances.NONE).lint(input);
        LocatedReport locatedReport = LocatedReport.locate(
                "shop",
                input,
                report,
                finding -> hasPlaces ? script.findLocation(finding) : Optional.empty(),
                Optional.empty(),
                folder);
        return LintFormat.SARIF.render(locatedReport, "1.0");
    }

    @Test
    void findingsAcceptedFindingsAndNoFindingsSatisfyTheSchema() throws IOException {
        String changes = """
            CREATE TABLE orders (id BIGINT NOT NULL, a INT, b INT, c INT) PRIMARY KEY (id);
            ALTER TABLE orders DROP COLUMN a;
            -- allow: lint.drops-data it is empty
            ALTER TABLE orders DROP COLUMN b;
            -- allow: lint.drops-data
            ALTER TABLE orders DROP COLUMN c;
            """;
        assertThat(renderLog(true, changes))
                .contains("\"suppressions\"", "\"justification\": \"it is empty\"", "\"uri\": \"%C3%A4ndern%201.sql\"")
                .satisfies(log ->
                        assertThat(readSchema().validate(log, InputFormat.JSON)).isEmpty());
        assertThat(readSchema().validate(renderLog(false, changes), InputFormat.JSON)).isEmpty();
        assertThat(readSchema().validate(renderLog(true, ""), InputFormat.JSON)).isEmpty();
    }

    @Test
    void theSchemaRefusesALogWithoutItsTool() throws IOException {
        JsonObject log = JsonParser.parseString(renderLog(true, "")).getAsJsonObject();
        log.getAsJsonArray("runs").get(0).getAsJsonObject().remove("tool");
        assertThat(readSchema().validate(log.toString(), InputFormat.JSON)).isNotEmpty();
    }
}
