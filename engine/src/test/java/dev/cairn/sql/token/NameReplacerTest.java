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
}
