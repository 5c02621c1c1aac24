import { ACTIONS, type Action, type Config } from "../../lib/config";

export const ACTION_WORDS: Record<Action, { one: string; many: string; letter: string }> = {
  click: { one: "click", many: "clicks", letter: "C" },
  add_to_cart: { one: "add-to-cart", many: "add-to-carts", letter: "A" },
  order: { one: "order", many: "orders", letter: "O" },
};

/** The action that a number in `action_types` stands for. */
export function actionOf(config: Config, type: number): Action {
  return ACTIONS.find((action) => config.unify.actionTypes[action] === type) ?? "click";
}

/** How a history is put into its fixed length. */
export interface Padding {
  length: number;
  side: Config["pad"]["side"];
}

export function paddingOf(config: Config): Padding {
  return { length: config.rank.maxActions, side: config.pad.side };
}
