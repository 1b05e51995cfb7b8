@main struct ESS { static func main() {} }
