package shop;

import static dev.cairn.annotation.View.Security.INVOKER;

import dev.cairn.annotation.Column;
import dev.cairn.annotation.View;

@View(comment = "Accounts in use", security = INVOKER, query = "SELECT id, name FROM account WHERE active")
public record ActiveAccount(@Column(comment = "account id") long id, String name) {}
