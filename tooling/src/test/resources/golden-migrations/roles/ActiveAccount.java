package shop;

import dev.cairn.annotation.*;

@View(query = "SELECT id FROM account WHERE active")
public record ActiveAccount(Integer id) {}
