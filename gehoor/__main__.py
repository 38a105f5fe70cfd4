from gehoor.cli import main

main()
