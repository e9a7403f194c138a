package shop;

import dev.cairn.annotation.Schema;

@Schema(name = "shop", value = Account.class)
public interface Shop {}
