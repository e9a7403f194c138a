package shop;

import dev.cairn.annotation.View;

@View(query = "SELECT id FROM account WHERE active")
record ActiveAccount(long id) {}
