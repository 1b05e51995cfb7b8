/// How one of many may use what is limited for all together, so that none of them uses it up.
package enum FairShare {
    /// Whether one more may be had by who holds `own` of `all` that were given, out of `limit`.
    ///
    /// The first always, while anything is left; then up to a quarter of what is left. So one alone gets a fifth of the
    /// limit, each further one a fifth of what the ones before left, and whoever comes behind them gets his first.
    package static func admits(own: Int, all: Int, limit: Int) -> Bool {
        let left = limit - all
        return left > 0 && (own == 0 || own * 4 < left)
    }
}
