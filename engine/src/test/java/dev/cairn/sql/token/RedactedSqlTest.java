package dev.cairn.sql.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are hidden in statements that are printed or logged. */
class RedactedSqlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE USER bob IDENTIFIED BY 's3cret' DEFAULT ROLE r | CREATE USER bob IDENTIFIED BY '***' DEFAULT ROLE r",
                "create user bob identified by password \"*94BD\" | create user bob identified by password \"***\"",
                "ALTER USER b IDENTIFIED /* now */ WITH mysql_native_password BY 's' | ALTER USER b IDENTIFIED /* now */ WITH mysql_native_password BY '***'",
                "ALTER USER b IDENTIFIED WITH 'authentication_oauth2' AS '{}' | ALTER USER b IDENTIFIED WITH 'authentication_oauth2' AS '***'",
                "SET PASSWORD = 's3' | SET PASSWORD = '***'",
                "SET PASSWORD FOR 'bob'@'%' = PASSWORD('it''s \\' s3') | SET PASSWORD FOR 'bob'@'%' = PASSWORD('***')",
                "CREATE USER bob IDENTIFIED BY 's3cret | CREATE USER bob IDENTIFIED BY '***'",
                "CREATE STORAGE VOLUME v PROPERTIES ('aws.s3.secret_key' = 'k', \"aws.s3.region\" = \"eu\") | CREATE STORAGE VOLUME v PROPERTIES ('aws.s3.secret_key' = '***', \"aws.s3.region\" = \"eu\")",
                "ALTER ROUTINE LOAD l FROM KAFKA ('property.sasl.jaas.config' = 'j') | ALTER ROUTINE LOAD l FROM KAFKA ('property.sasl.jaas.config' = '***')",
                "CREATE EXTERNAL CATALOG c PROPERTIES ('jdbc_uri' = 'jdbc:mysql://u:p@h:1') | CREATE EXTERNAL CATALOG c PROPERTIES ('jdbc_uri' = '***')",
                "INSERT INTO FILES('path' = 'x', 'aws.s3.access_key'='a') SELECT 1 | INSERT INTO FILES('path' = 'x', 'aws.s3.access_key'='***') SELECT 1"
            })
    void secretsAreHidden(String sql, String redacted) {
        assertThat(RedactedSql.of(sql).text()).isEqualTo(redacted);
        assertThat(RedactedSql.of(redacted).text()).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE USER bob",
                "CREATE USER bob IDENTIFIED BY ''",
                "CREATE USER bob IDENTIFIED WITH AUTHENTICATION_LDAP_SIMPLE AS 'uid=bob,ou=people'",
                "CREATE TABLE t (password VARCHAR(9) DEFAULT 'none' COMMENT 'secret token') PROPERTIES ('replication_num' = '3')",
                "CREATE VIEW v AS SELECT id FROM account WHERE password = 'none' AND token = 'x'",
                "CREATE INDEX i ON t (c) USING GIN ('parser' = 'x', 'tokenizer' = 'y')",
                "CREATE EXTERNAL TABLE t (k INT) ENGINE = mysql PROPERTIES ('password' = '${mysql_password}')",
                "ALTER ROUTINE LOAD l FROM KAFKA ('property.sasl.mechanism' = 'PLAIN', 'property.sasl.username' = 'u')",
                "CREATE EXTERNAL CATALOG c PROPERTIES ('uri' = 'thrift://h:1,thrift://i:1', 'jdbc_uri' = 'jdbc:mysql://h:1?user=u')",
                "INSERT INTO note VALUES ('IDENTIFIED BY ''x''')"
            })
    void everythingElseIsShown(String sql) {
        assertThat(RedactedSql.of(sql).text()).isEqualTo(sql);
    }

    @Test
    void eachStatementOfAListIsRedacted() {
        assertThat(RedactedSql.redactAll(List.of("SET PASSWORD = 's3'", "CREATE USER bob", "SET PASSWORD = 's4'")))
                .containsExactly("SET PASSWORD = '***'", "CREATE USER bob", "SET PASSWORD = '***'");
    }

    @Test
    void thePasswordOfAUserHasASpan() {
        assertThat(RedactedSql.of("CREATE USER bob\n  IDENTIFIED BY 's3cret'").findUserPasswordSpan())
                .hasValueSatisfying(span -> {
                    assertThat(span.line()).isEqualTo(2);
                    assertThat(span.column()).isEqualTo(17);
                    assertThat(span.offset()).isEqualTo(32);
                    assertThat(span.length()).isEqualTo(8);
                });
        assertThat(RedactedSql.of("CREATE RESOURCE r PROPERTIES ('password' = 'x')")
                        .findUserPasswordSpan())
                .isEmpty();
    }

    @Test
    void messagesDoNotRepeatSecrets() {
        RedactedSql sql = RedactedSql.of("ALTER USER bob IDENTIFIED BY 's3\\'cret'; ALTER USER a IDENTIFIED BY 'us'");
        assertThat(sql.redactMessage("Unexpected s3'cret near 's3\\'cret' of user 'us'"))
                .isEqualTo("Unexpected *** near '***' of user '***'");
    }

    @Test
    void anExcerptPointsAtItsPlaceAfterASecret() {
        String sql = "ALTER USER bob IDENTIFIED BY 'a long\nsecret' ORDER";
        assertThat(SourceExcerpt.format(sql, new Span(2, 9, sql.indexOf("ORDER"), 5)))
                .isEqualTo("ALTER USER bob IDENTIFIED BY '***' ORDER\n" + " ".repeat(35) + "^");
    }

    /** The properties whose values a server shows at most in part. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws.s3.access_key",
                "aws.s3.secret_key",
                "aws.s3.session_token",
                "aws.glue.access_key",
                "azure.blob.shared_key",
                "azure.blob.sas_token",
                "azure.adls1.oauth2_credential",
                "azure.adls2.oauth2_client_secret",
                "gcp.gcs.service_account_private_key",
                "aliyun.oss.access_key",
                "tencent.cos.secret_key",
                "iceberg.catalog.oauth2.credential",
                "iceberg.catalog.oauth2.token",
                "iceberg.catalog.rest.access-key-id",
                "iceberg.catalog.rest.secret-access-key",
                "odps.access.id",
                "odps.access.key",
                "password",
                "hadoop.kerberos.keytab_content"
            })
    void propertiesThatAServerMasksAreSecrets(String property) {
        assertThat(RedactedSql.mentionsSecret(property)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws.s3.use_web_identity_token_file", "azure.adls2.oauth2_token_file",
                "iceberg.catalog.oauth2.token-refresh-enabled", "aws.s3.region"
            })
    void aPropertyThatOnlyMentionsATokenIsNoSecret(String property) {
        assertThat(RedactedSql.mentionsSecret(property)).isFalse();
    }
}
