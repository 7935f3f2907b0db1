import {SearchBar} from "@web/search/search_bar/search_bar";
import {_t} from "@web/core/l10n/translation";
import {fuzzyTest} from "@web/core/utils/search";
import {patch} from "@web/core/utils/patch";

/** More than these are no help to somebody who typed a word. */
const MOST = 3;
const OURS = (model) => model === "helpdesk.ticket" || model?.startsWith("complaint.");
const plain = (text) => text.toLowerCase();

/** How well a name answers what was typed: it is it, begins with it, has it in it. */
function rank(name, typed) {
  return [name === typed, name.startsWith(typed), name.includes(typed)].indexOf(true);
}

patch(SearchBar.prototype, {
  /** A typed "overdue" proposes the filter of that name, before words are searched. */
  async computeState(options = {}) {
    await super.computeState(options);
    const {searchModel} = this.env;
    const typed = plain(this.state.query.trim());
    if (typed.length < 3 || !OURS(searchModel.resModel)) {
      return;
    }
    const filters = searchModel
      .getSearchItems(
        ({type, isActive, description}) =>
          ["filter", "favorite"].includes(type) &&
          !isActive &&
          fuzzyTest(typed, plain(description))
      )
      .map((filter) => [rank(plain(filter.description), typed), filter])
      .filter((entry) => entry[0] >= 0)
      .sort((a, b) => a[0] - b[0])
      .slice(0, MOST);
    // Enter takes the first: the filter alone where that is its very name.
    for (const [order, {id, description}] of filters.reverse()) {
      this.items.splice(order ? this.items.length - 1 : 0, 0, {
        id: `complaint_filter_${id}`,
        complaintFilter: id,
        isChild: true,
        label: _t("Filter: %s", description),
      });
    }
  },

  selectItem(item) {
    if (!item.complaintFilter) {
      return super.selectItem(item);
    }
    this.env.searchModel.toggleSearchItem(item.complaintFilter);
    this.inputDropdownState.close();
    this.resetState();
  },
});
