package dev.cairn.processor.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the messages of Eclipse's compiler that {@code docs/editors.md} shows. */
class EditorsPageTest {
    private static final String ACCOUNT_SOURCE = """
        package com.acme.shop;

        import dev.cairn.annotation.*;

        @Table
        @PrimaryKey("id")
        @DistributedByHash(value = "id", buckets = 8)
        public record Account(long id, @Varchar(64) String name) {}
        """;

    private static final String VIEW_SOURCE = """
        package com.acme.shop;

        import dev.cairn.annotation.View;

        @View(query = "SELECT id, name FROM account")
        public record ActiveAccount(long id, String name) {}
        """;

    private static final String ROOT_SOURCE = """
        package com.acme.shop;

        import dev.cairn.annotation.Schema;

        @Schema(name = "shop", value = {Account.class, ActiveAccount.class})
        public interface Shop {}
        """;

    private final String page = Files.readString(Path.of("..", "docs", "editors.md"));

    @TempDir
    private Path folder;

    EditorsPageTest() throws IOException {}

    private Project createShop() {
        return new Project(new EclipseCompiler(), folder)
                .write("com.acme.shop.Account", ACCOUNT_SOURCE)
                .write("com.acme.shop.ActiveAccount", VIEW_SOURCE)
                .write("com.acme.shop.Shop", ROOT_SOURCE);
    }

    @Test
    void aMistakeInAViewNamesTheRecord() throws IOException {
        Project shop = createShop().write("com.acme.shop.ActiveAccount", VIEW_SOURCE.replace("name FROM", "nam FROM"));

        List<String> messages = shop.compile().messages();

        assertThat(messages).hasSize(1);
        assertThat(messages.get(0).lines().map(String::strip)).isNotEmpty().allMatch(page::contains);
        assertThat(page).contains("ERROR: [unknown-column] com.acme.shop.ActiveAccount: ");
        assertThat(messages.get(0)).startsWith("[unknown-column] com.acme.shop.ActiveAccount: ");
    }

    @Test
    void aMistakeThatAnotherFileCausesIsAtTheRoot() throws IOException {
        Project shop = createShop();
        assertThat(shop.compile().messages()).isEmpty();
        shop.write("com.acme.shop.Account", ACCOUNT_SOURCE.replace("String name", "String nick"));

        List<String> messages =
                shop.compile("com.acme.shop.Account", "com.acme.shop.Shop").messages();

        assertThat(messages).hasSize(1);
        assertThat(messages.get(0)).startsWith("Shop.java:5: [unknown-column] com.acme.shop.Shop: ");
        assertThat(messages.get(0).replaceFirst("^Shop.java:5: ", "").lines().map(String::strip))
                .allMatch(page::contains);
        assertThat(page).contains("ERROR in Shop.java (at line 5)");
    }
}
