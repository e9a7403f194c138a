package shop;

import dev.cairn.annotation.View;
import org.jspecify.annotations.Nullable;

@View(query = "SELECT id, name, city FROM account WHERE points > 0")
public record ActiveAccount(long id, String name, @Nullable String city) {}
