package dev.cairn.sql.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeadingCommentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "  SELECT 1",
                "-- a comment\nSELECT 1",
                "-- one\n\n  -- two\n \n  SELECT 1",
                "-- a comment\r\nSELECT 1"
            })
    void theStatementStartsAfterItsLinesOfComments(String sql) {
        assertThat(sql.substring(LeadingComments.findStatementStart(sql))).isEqualTo("SELECT 1");
    }

    @Test
    void commentsInTheStatementBelongToIt() {
        assertThat(LeadingComments.findStatementStart("SELECT 1 -- a comment\n-- another"))
                .isZero();
        assertThat(LeadingComments.findStatementStart("/* a comment */\nSELECT 1"))
                .isZero();
    }

    @Test
    void aTextWithoutStatementStartsAtItsLastLine() {
        assertThat(LeadingComments.findStatementStart("-- one\n -- two")).isEqualTo(8);
        assertThat(LeadingComments.findStatementStart("")).isZero();
    }
}
