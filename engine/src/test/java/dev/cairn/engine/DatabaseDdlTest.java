package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creating, dropping and recovering databases. */
class DatabaseDdlTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        CREATE DATABASE t            | 1007 | HY000 | ServerError.DATABASE_EXISTS
        CREATE DATABASE `_`          | 1102 | 42000 | ServerError.INCORRECT_DATABASE_NAME
        DROP DATABASE nope           | 1008 | HY000 | ServerError.NO_DATABASE_TO_DROP
        USE nope                     | 5501 | 3F000 | ServerError.UNKNOWN_DATABASE
        RECOVER DATABASE nope        | 5501 | 3F000 | ServerError.UNKNOWN_DATABASE
        RECOVER DATABASE t           | 1064 | HY000 | CommonRule.ALREADY_EXISTS
        CREATE TABLE nope.a (k INT)  | 5501 | 3F000 | ServerError.UNKNOWN_DATABASE
        DROP TABLE nope.a            | 5501 | 3F000 | ServerError.UNKNOWN_DATABASE
        DROP TABLE a                 | 5502 | 42602 | ServerError.UNKNOWN_TABLE
        RECOVER TABLE a              | 5502 | 42602 | ServerError.UNKNOWN_TABLE
        """)
    void refusalsHaveTheServersErrorNumbers(String statement, int errno, String sqlState, String rule) {
        Refusal refusal = client.refusalOf(statement);
        assertThat(refusal.errno()).isEqualTo(errno);
        assertThat(refusal.sqlState()).isEqualTo(sqlState);
        assertThat(client.ruleOf(statement)).isEqualTo(rule);
    }

    /** The external catalogs are known only if the catalog describes a whole server, and not only a schema. */
    @Test
    void aDatabaseMayBeInAnExternalCatalogThatTheSchemaDoesNotManage() {
        client.execute("CREATE DATABASE lake.sales", "DROP DATABASE lake.sales");
        assertThat(client.catalog().databases().values()).extracting("name").containsExactly("t");
    }

    @Test
    void theServersOwnDatabasesAreFoundInAnyCaseAndOthersAreNot() {
        client.execute("USE Information_Schema", "USE SYS", "USE _statistics_");
        assertThat(client.ruleOf("USE _Statistics_")).isEqualTo("ServerError.UNKNOWN_DATABASE");
        assertThat(client.ruleOf("CREATE DATABASE sys")).isEqualTo("ServerError.DATABASE_EXISTS");
        client.execute("CREATE DATABASE Sys");
    }

    @Test
    void aSessionKeepsItsVariablesWhenItsDatabaseIsDropped() {
        client.setVariables("enable_insert_partial_update=true").execute("DROP DATABASE t");

        assertThat(client.session().databaseName()).isNull();
        assertThat(client.session().valueByVariable()).containsEntry("enable_insert_partial_update", "true");
    }

    @Test
    void ifExistsAndIfNotExistsSuppressErrors() {
        client.execute("CREATE DATABASE IF NOT EXISTS t", "DROP DATABASE IF EXISTS nope", "DROP TABLE IF EXISTS nope");
        assertThat(client.catalog().databases().values()).hasSize(1);
    }

    @Test
    void namesOfDatabasesAndTablesAreToldApartByCase() {
        client.execute("CREATE DATABASE T", "CREATE TABLE a (k INT)", "CREATE TABLE A (k INT)");
        assertThat(client.catalog().databases().values()).extracting("name").containsExactly("T", "t");
        assertThat(client.catalog().findDatabase("t").orElseThrow().tables().values())
                .extracting("name")
                .containsExactly("A", "a");
    }

    @Test
    void aDroppedObjectCanBeRecoveredUnlessItWasDroppedByForce() {
        client.execute(
                "CREATE TABLE a (k INT)", "DROP TABLE a", "RECOVER TABLE a", "CREATE DATABASE d", "DROP DATABASE d");
        assertThat(client.showCreate("a")).contains("`k` int(11) NULL");
        client.execute("RECOVER DATABASE d", "DROP DATABASE d FORCE");
        assertThat(client.ruleOf("RECOVER DATABASE d")).isEqualTo("ServerError.UNKNOWN_DATABASE");
        client.execute("DROP TABLE a FORCE");
        assertThat(client.ruleOf("RECOVER TABLE a")).isEqualTo("ServerError.UNKNOWN_TABLE");
    }

    @Test
    void aTableCannotBeRecoveredWhileItsNameIsTaken() {
        client.execute("CREATE TABLE a (k INT)", "DROP TABLE a", "CREATE TABLE a (k DATE)");
        assertThat(client.refusalOf("RECOVER TABLE a"))
                .extracting(Refusal::errno, Refusal::getMessage)
                .containsExactly(tuple(1050, "Table 'a' already exists").toArray());
    }

    @Test
    void anUnqualifiedTableNeedsADatabaseInUse() {
        client.execute("CREATE DATABASE d", "USE d", "DROP DATABASE d");
        assertThat(client.refusalOf("CREATE TABLE a (k INT)").errno()).isEqualTo(1046);
        client.execute("CREATE TABLE t.a (k INT)");
        assertThat(client.findColumnDefinition("a", "k")).isEqualTo("`k` int(11) NULL");
    }
}
