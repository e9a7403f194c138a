package dev.cairn.sql.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameReplacerTest {
    @Test
    void onlyNamesAreReplaced() {
        String text = "INSERT INTO `old` (k) -- old\nSELECT old.k, 'old', \"old\", `older` FROM a.old";

        assertThat(NameReplacer.replaceNames(text, name -> name.equals("old") ? "new" : name))
                .isEqualTo("INSERT INTO `new` (k) -- old\nSELECT new.k, 'old', \"old\", `older` FROM a.new");
    }

    @Test
    void aNameAfterADotMayBeginWithADigit() {
        assertThat(NameReplacer.collectNames("DROP TABLE db.1t")).contains("db", "1t");
        assertThat(NameReplacer.replaceNames("DROP TABLE db.1t", name -> name.equals("1t") ? "2t" : name))
                .isEqualTo("DROP TABLE db.2t");
        assertThat(NameReplacer.removeQualifier("SELECT db.1t.k, x.db.1t FROM db.1t", "db"))
                .isEqualTo("SELECT 1t.k, x.db.1t FROM 1t");
    }

    @Test
    void backquotesInANameAreIgnored() {
        assertThat(NameReplacer.collectNames("DROP TABLE `a``b`")).contains("ab");
    }
}
